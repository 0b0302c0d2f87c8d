/** What can be done with one server: its menu at home (Ctrl+K). */
import type { ServerSummary } from '../../api/client/client.ts';
import type { PageCore } from '../../overlay/page/core.svelte.ts';
import { words } from '../../overlay/page/language.svelte.ts';
import { copy } from '../parts/copy.ts';
import type { Place } from '../views/view.ts';
import type { Command } from './command.ts';
import { isInOverlay, toggleInOverlay } from './in-overlay.ts';
import { syncAndShow } from './sync-and-show.ts';

const text = words(
  {
    open: 'Show everything about it',
    sync: 'Sync now',
    cancel: 'Cancel the sync',
    progress: 'Show the sync',
    show: 'Show in the overlay',
    hide: 'Take out of the overlay',
    pin: 'Pin',
    unpin: 'Unpin',
    schedule: 'Schedule …',
    practise: 'Practise',
    copy: 'Copy the offset (ms)',
    remove: 'Remove, with its history and events',
    sure: 'Really remove it: press again',
  },
  {
    open: '자세히 보기',
    sync: '지금 동기화',
    cancel: '동기화 취소',
    progress: '진행 상황 보기',
    show: '오버레이에 표시',
    hide: '오버레이에서 빼기',
    pin: '즐겨찾기에 고정',
    unpin: '고정 해제',
    schedule: '예약…',
    practise: '연습',
    copy: '차이(ms) 복사',
    remove: '기록·예약과 함께 삭제',
    sure: '정말 삭제하려면 한 번 더 누르세요',
  },
);

export interface ServerMenuOptions {
  readonly core: PageCore;
  readonly go: (place: Place) => void;
  readonly server: ServerSummary;
  /** Whether removing was asked for once already. */
  readonly isSure: boolean;
  /** Asked for once. */
  readonly onRemove: () => void;
}

/** Reactive. */
export function serverCommands({ core, go, server, isSure, onRemove }: ServerMenuOptions): Command[] {
  const { id, offsetMs } = server;
  return [
    one('open', text().open, 'O', () => go({ view: 'server', serverId: id })),
    ...(server.runId === null
      ? [one('sync', text().sync, 'S', () => syncAndShow({ core, go }, id))]
      : [
          one('progress', text().progress, 'G', () => go({ view: 'progress', serverId: id })),
          one('cancel', text().cancel, 'S', () => core.call('cancelSync', { id })),
        ]),
    one('in-overlay', isInOverlay(core, id) ? text().hide : text().show, 'W', () =>
      toggleInOverlay(core, id),
    ),
    one('pin', server.favourite ? text().unpin : text().pin, 'F', () =>
      core.call('updateServer', { id, favourite: !server.favourite }),
    ),
    one('schedule', text().schedule, 'E', () => go({ view: 'schedule', draft: { serverId: id } })),
    one('practise', text().practise, 'P', () => go({ view: 'practice', serverId: id })),
    ...(offsetMs === null ? [] : [one('copy', text().copy, 'C', () => copy(offsetMs.toFixed(3)))]),
    isSure
      ? one('remove', text().sure, 'Delete', () =>
          server.practice ? core.call('stopPractice') : core.call('removeServer', { id }),
        )
      : one('remove', text().remove, 'Delete', onRemove),
  ];
}

function one(id: string, name: string, keys: string, run: () => unknown): Command {
  return { id, name, also: '', keys, run };
}
