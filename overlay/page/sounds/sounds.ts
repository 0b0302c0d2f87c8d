/**
 * What is heard at alarm marks and at the moment itself. A browser stays silent until the person has clicked or pressed a key in the
 * page; `isBlocked` says so. What cannot be heard at once is not played later: a late alarm is a wrong one.
 */
import { Howl, Howler } from 'howler';
import type { Settings } from '../../../api/client/client.ts';
import { words } from '../language.svelte.ts';
import { loadCustomSound, onCustomSoundChange } from './custom-sound.ts';
import { wave, type WaveName } from './wave.ts';

export type SoundSettings = Settings['sounds'];

export interface Sounds {
  /** How loud, and which; to be called whenever the settings have changed. */
  follow(settings: SoundSettings): void;
  /** An alarm mark. */
  alarm(): void;
  /** The moment itself: longer than a mark's, whichever that is. */
  moment(): void;
  /** Something will be heard soon: starting to play costs some 50 ms once the browser has let its audio sleep. */
  wake(): void;
  /** The browser waits for a click or a key. */
  readonly isBlocked: boolean;
  onBlockedChange(listener: () => void): () => void;
  close(): void;
}

type Source = WaveName | 'custom';

/** The most that starting may take, ms. */
const LATEST_MS = 250;

const text = words(
  {
    noFile: 'No sound file is kept in this browser: choose one, or another sound.',
    unplayable: 'The kept sound file cannot be played: choose another one.',
    blocked: 'The browser has not let this page play sound: click in the page, and try again.',
  },
  {
    noFile: '이 브라우저에 보관된 소리 파일이 없습니다. 파일을 선택하거나 다른 소리를 고르세요.',
    unplayable: '보관된 소리 파일을 재생할 수 없습니다. 다른 파일을 선택하세요.',
    blocked: '브라우저가 이 페이지의 소리를 막고 있습니다. 페이지를 클릭한 뒤 다시 시도하세요.',
  },
);

export function createSounds(): Sounds {
  let settings: SoundSettings | null = null;
  let mark: Howl | null = null;
  let playing: Howl | null = null;
  const moment = howlOf(dataUrl(wave('moment'), 'audio/wav')); // makes the audio context as well
  const listeners = new Set<() => void>();
  const context = Howler.ctx as AudioContext | null;
  // A context that has run once may always run again; Howler lets it sleep after half a minute of silence.
  let hasRun = context?.state === 'running';
  const heed = () => {
    if (hasRun || context?.state !== 'running') return;
    hasRun = true;
    for (const listener of listeners) listener();
  };
  context?.addEventListener('statechange', heed);

  const choose = async (source: Source) => {
    const url = await urlOf(source);
    if (settings?.sound !== source) return; // another was chosen meanwhile
    mark?.unload();
    // A custom file that is gone or broken: an alarm is heard all the same.
    const beep = dataUrl(wave('beep'), 'audio/wav');
    const howl = howlOf(url ?? beep, () => {
      howl.unload();
      if (mark === howl) mark = howlOf(beep);
    });
    mark = howl;
  };
  const stopHearing = onCustomSoundChange(() => {
    if (settings?.sound === 'custom') void choose('custom');
  });
  const play = (howl: Howl | null) => {
    if (!settings?.isOn || !howl || !hasRun) return;
    void running().then((isRunning) => {
      if (!isRunning || !settings) return;
      playing?.stop();
      playing = howl;
      howl.volume(settings.volume);
      howl.play();
    });
  };
  return {
    follow(next) {
      const before = settings;
      settings = next;
      if (before?.sound !== next.sound) void choose(next.sound);
    },
    alarm: () => play(mark),
    moment: () => play(moment),
    wake() {
      if (settings?.isOn && hasRun) void running();
    },
    get isBlocked() {
      return !hasRun && context !== null;
    },
    onBlockedChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      context?.removeEventListener('statechange', heed);
      stopHearing();
      moment.unload();
      mark?.unload();
    },
  };
}

/** Plays an alarm as the settings say, whether sounds are on or not. Null when it is heard; else one sentence why not. */
export async function testSound({
  sound,
  volume,
}: Pick<SoundSettings, 'sound' | 'volume'>): Promise<string | null> {
  const url = await urlOf(sound);
  if (url === null) return text().noFile;
  return new Promise((resolve) => {
    const howl = howlOf(url, () => {
      howl.unload();
      resolve(text().unplayable);
    });
    howl.volume(volume);
    howl.once('load', () => {
      void running().then((isRunning) => {
        if (!isRunning) {
          howl.unload();
          resolve(text().blocked);
          return;
        }
        howl.once('end', () => howl.unload());
        howl.play();
        resolve(null);
      });
    });
  });
}

/** Data URLs are decoded by Howler itself, without a request: the page's policy need not let blobs through. */
function dataUrl(bytes: Uint8Array, type: string): string {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return `data:${type || 'audio/mpeg'};base64,${btoa(letters)}`;
}

async function urlOf(source: Source): Promise<string | null> {
  if (source !== 'custom') return dataUrl(wave(source), 'audio/wav');
  const custom = await loadCustomSound();
  return custom && dataUrl(new Uint8Array(custom.bytes), custom.type);
}

function howlOf(url: string, onFailure?: () => void): Howl {
  // The format only has to be one that Howler knows: the browser finds out by itself what it is.
  return new Howl({ src: [url], format: ['wav'], ...(onFailure && { onloaderror: onFailure }) });
}

/** Whether the audio context runs, at once or soon. */
async function running(): Promise<boolean> {
  const context = Howler.ctx as AudioContext | null;
  if (!context) return false;
  if (context.state === 'running') return true;
  const late = new Promise<void>((resolve) => setTimeout(resolve, LATEST_MS));
  await Promise.race([context.resume().catch(() => undefined), late]);
  return (context.state as AudioContextState) === 'running';
}
