/** What only the desktop app can do: its windows, its update, its end. */
import type { Settings } from '../../api/client/client.ts';
import type { Desktop } from '../../overlay/page/desktop.svelte.ts';
import { words } from '../../overlay/page/language.svelte.ts';
import type { Command } from './command.ts';
import { COMMAND_KEYS } from './keys.ts';

const text = words(
  {
    overlay: (isShown: boolean) => (isShown ? 'Hide the overlay' : 'Show the overlay'),
    move: (isMoving: boolean) => (isMoving ? 'Leave the overlay where it is' : 'Move the overlay'),
    install: (version: string) => `Install Ticketime ${version} and start anew`,
    quit: 'Quit Ticketime',
  },
  {
    overlay: (isShown) => (isShown ? '오버레이 숨기기' : '오버레이 표시'),
    move: (isMoving) => (isMoving ? '오버레이 이동 마치기' : '오버레이 이동'),
    install: (version) => `Ticketime ${version} 설치하고 다시 시작`,
    quit: 'Ticketime 종료',
  },
);

/** Reactive. */
export function desktopCommands({ state, call, tell }: Desktop, hotkeys: Settings['hotkeys']): Command[] {
  if (!state) return [];
  const { isOverlayShown, isMoving, update } = state;
  const move = async () => {
    await call('moveOverlay', !isMoving);
    // It may stand right behind the palette.
    if (!isMoving) tell('hidePalette');
  };
  const isReady = update.is === 'ready' && update.waitsFor === null;
  return [
    {
      id: 'overlay',
      name: text().overlay(isOverlayShown),
      also: 'overlay clock toggle 오버레이 시계 표시 숨기기',
      keys: hotkeys.overlay,
      run: () => call('showOverlay', !isOverlayShown),
    },
    {
      id: 'move',
      name: text().move(isMoving),
      also: 'move drag position place 이동 옮기기 위치',
      keys: hotkeys.move,
      run: move,
    },
    ...(isReady
      ? [
          {
            id: 'install-update',
            name: text().install(update.version),
            also: 'update upgrade restart 업데이트 설치',
            keys: '',
            run: () => call('installUpdate'),
          },
        ]
      : []),
    {
      id: 'quit',
      name: text().quit,
      also: 'quit exit close end 종료 끝내기',
      keys: COMMAND_KEYS['quit'],
      run: () => call('quit'),
    },
  ];
}
