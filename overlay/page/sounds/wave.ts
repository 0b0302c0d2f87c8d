/** The sounds that come with Ticketime, made rather than recorded: a WAV file each, 16 bit, one channel. */
export type WaveName = 'beep' | 'chime' | 'tick' | 'moment';

const RATE = 22_050;
const HEADER_BYTES = 44;

/** One tone: `at` and `lasts` in ms; it fades by `fades` per second (natural logarithm). */
interface Tone {
  readonly hz: number;
  readonly at: number;
  readonly lasts: number;
  readonly fades: number;
  readonly loud: number;
}

const TONES: Readonly<Record<WaveName, readonly Tone[]>> = {
  beep: [{ hz: 880, at: 0, lasts: 130, fades: 4, loud: 0.7 }],
  // A bell: its partials are no whole multiples.
  chime: [
    { hz: 1046.5, at: 0, lasts: 700, fades: 6, loud: 0.42 },
    { hz: 2888, at: 0, lasts: 400, fades: 11, loud: 0.16 },
    { hz: 5652, at: 0, lasts: 150, fades: 24, loud: 0.08 },
  ],
  tick: [
    { hz: 2400, at: 0, lasts: 28, fades: 130, loud: 0.6 },
    { hz: 620, at: 0, lasts: 28, fades: 110, loud: 0.3 },
  ],
  // Longer than any mark, and rising: not to be taken for one more of them.
  moment: [
    { hz: 784, at: 0, lasts: 900, fades: 4, loud: 0.28 },
    { hz: 1046.5, at: 110, lasts: 900, fades: 4, loud: 0.28 },
    { hz: 1568, at: 220, lasts: 980, fades: 3.5, loud: 0.3 },
  ],
};
/** So that nothing clicks, ms. */
const EDGE_MS = 4;

export function lengthMs(name: WaveName): number {
  return Math.max(...TONES[name].map(({ at, lasts }) => at + lasts));
}

/** A whole WAV file. */
export function wave(name: WaveName): Uint8Array<ArrayBuffer> {
  const samples = Math.ceil((lengthMs(name) / 1000) * RATE);
  const file = new Uint8Array(HEADER_BYTES + samples * 2);
  const view = new DataView(file.buffer);
  header(view, samples);
  for (let i = 0; i < samples; i++) {
    const ms = (i / RATE) * 1000;
    const level = TONES[name].reduce((sum, tone) => sum + levelOf(tone, ms), 0);
    view.setInt16(HEADER_BYTES + i * 2, Math.round(Math.max(-1, Math.min(1, level)) * 32_767), true);
  }
  return file;
}

function levelOf({ hz, at, lasts, fades, loud }: Tone, ms: number): number {
  const since = ms - at;
  if (since < 0 || since > lasts) return 0;
  const edge = Math.min(1, since / EDGE_MS, (lasts - since) / EDGE_MS);
  return loud * edge * Math.exp((-fades * since) / 1000) * Math.sin((2 * Math.PI * hz * since) / 1000);
}

function header(view: DataView, samples: number): void {
  const write = (at: number, text: string) =>
    new Uint8Array(view.buffer).set(new TextEncoder().encode(text), at);
  write(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + samples * 2, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, samples * 2, true);
}
