/** What is less on this computer than it could be, told once while the app runs. */
import { SvelteSet } from 'svelte/reactivity';
import type { DesktopNote } from '../../api/protocol/desktop.ts';
import { desktop } from '../../overlay/page/desktop.svelte.ts';
import { words } from '../../overlay/page/language.svelte.ts';
import type { Toast } from '../toasts/toast.ts';

const text = words(
  {
    wayland:
      'Wayland lets the clock neither float nor be clicked through, and gives no hotkeys: log in to an X11 session for these, or bind keys in the desktop’s own settings to the commands that Ticketime’s settings name.',
    'no-tray': 'This desktop shows no tray icon: open the palette by its hotkey, or start Ticketime again.',
    'no-compositor':
      'Nothing on this desktop draws transparency, so the clock has a ground of its own: start a compositor (picom, for one) to have it float.',
    'no-gpu':
      'The graphics processor failed, so Ticketime is drawn without it: what it shows is right, but costs more of the CPU. Update its driver to change that.',
    'other-port':
      'Another program has port 27182, so the API is at another one: bridge.json in Ticketime’s data folder has it.',
  },
  {
    wayland:
      'Wayland에서는 시계를 띄우거나 클릭을 통과시킬 수 없고 단축키도 쓸 수 없습니다. 필요하면 X11 세션으로 로그인하거나, Ticketime 설정에 나오는 명령에 데스크톱 설정에서 키를 지정하세요.',
    'no-tray':
      '이 데스크톱에는 트레이 아이콘이 나타나지 않습니다. 단축키로 팔레트를 열거나 Ticketime을 다시 실행하세요.',
    'no-compositor':
      '이 데스크톱은 투명 창을 그리지 못해 시계에 배경을 깔았습니다. 투명하게 띄우려면 picom 같은 컴포지터를 실행하세요.',
    'no-gpu':
      '그래픽 장치에 문제가 생겨 사용하지 않고 그립니다. 표시되는 내용은 정확하지만 CPU를 더 씁니다. 그래픽 드라이버를 업데이트해 보세요.',
    'other-port':
      '다른 프로그램이 27182 포트를 쓰고 있어 API가 다른 포트에서 열렸습니다. 포트는 Ticketime 데이터 폴더의 bridge.json에 있습니다.',
  },
);

const read = new SvelteSet<DesktopNote>();

/** Reactive. */
export function noteToasts(): Toast[] {
  return (desktop?.state?.notes ?? [])
    .filter((note) => !read.has(note))
    .map((note) => ({ id: `note-${note}`, sentence: text()[note], dismiss: () => read.add(note) }));
}
