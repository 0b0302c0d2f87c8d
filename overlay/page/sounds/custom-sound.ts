/** The sound file that a person chose: kept in the browser, where the pages are shown. It is heard in every page of this origin. */
import { words } from '../language.svelte.ts';

export interface CustomSound {
  /** Of the file. */
  readonly name: string;
  /** As in audio/mpeg. */
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

export const MOST_BYTES = 2 * 1024 * 1024;

const DATABASE = 'ticketime-sounds';
const STORE = 'custom';
const KEY = 'custom';
const CHANNEL = 'ticketime-custom-sound';

const text = words(
  {
    large: (name: string) => `“${name}” is larger than 2 MB: choose a shorter or more compressed sound.`,
    unplayable: (name: string) => `This browser cannot play “${name}”: choose an MP3, WAV, OGG or M4A file.`,
    notKept:
      'This browser does not keep files here (a private window?): open Ticketime in an ordinary window.',
  },
  {
    large: (name) => `“${name}” 파일이 2MB보다 큽니다. 더 짧거나 더 많이 압축된 소리를 선택하세요.`,
    unplayable: (name) =>
      `이 브라우저에서는 “${name}” 파일을 재생할 수 없습니다. MP3, WAV, OGG 또는 M4A 파일을 선택하세요.`,
    notKept:
      '이 브라우저 창에서는 파일을 보관할 수 없습니다(비공개 창일 수 있음). 일반 창에서 Ticketime을 여세요.',
  },
);

/** Keeps it in the place of the one before. Null when done; else one sentence, and the one before stays. */
export async function saveCustomSound(file: File): Promise<string | null> {
  if (file.size > MOST_BYTES) return text().large(file.name);
  const bytes = await file.arrayBuffer();
  try {
    await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(bytes.slice());
  } catch {
    return text().unplayable(file.name);
  }
  try {
    await asked('readwrite', (store) =>
      store.put({ name: file.name, type: file.type, bytes } satisfies CustomSound, KEY),
    );
  } catch {
    return text().notKept;
  }
  tell();
  return null;
}

/** Null when there is none, or the browser keeps none. */
export async function loadCustomSound(): Promise<CustomSound | null> {
  return asked('readonly', (store) => store.get(KEY) as IDBRequest<CustomSound | undefined>).then(
    (sound) => sound ?? null,
    () => null,
  );
}

export async function removeCustomSound(): Promise<void> {
  await asked('readwrite', (store) => store.delete(KEY)).catch(() => undefined);
  tell();
}

/** Told when another page has kept or removed one. Returns how to end that. */
export function onCustomSoundChange(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = listener;
  return () => channel.close();
}

function tell(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

async function asked<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await answer(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const result = await answer(ask(transaction.objectStore(STORE)));
    if (mode === 'readwrite') await committed(transaction);
    return result;
  } finally {
    database.close();
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser refused.'));
  });
}

/** A full disk shows only here. */
function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser refused.'));
  });
}
