/** What is said of plugins on their cards and where their consent is asked for. */
import type { Plugin } from '../../../api/client/client.ts';
import { language, words } from '../../../overlay/page/language.svelte.ts';
import { inBytes } from '../access/sizes.ts';
import { isConfined } from './plugin-state.ts';

type About = NonNullable<Plugin['about']>;

export const pluginWords = words(
  {
    state: {
      off: 'Off',
      starting: 'Starting…',
      running: 'Running',
      pausing: 'Waiting to be started again',
      stopped: 'Stopped',
      ended: 'Finished',
      broken: 'Cannot be used',
    },
    source: { bundled: 'comes with Ticketime', installed: 'installed' },
    /** What keeps it from doing harm. */
    reach: {
      confined: 'It is kept from your files and from starting programs; the network is open to it.',
      free: 'It runs as a program of yours and can do whatever you can: read your files, start programs, use the network. Start it only if you trust whoever made it.',
    },
    caps: (memory: string, cpu: string) =>
      `It may use ${memory} of memory and ${cpu} of one processor; beyond that it is stopped.`,
  },
  {
    state: {
      off: '꺼짐',
      starting: '시작하는 중…',
      running: '실행 중',
      pausing: '다시 시작 대기 중',
      stopped: '중지됨',
      ended: '끝남',
      broken: '사용할 수 없음',
    },
    source: { bundled: '기본 제공', installed: '설치됨' },
    reach: {
      confined: '내 파일을 읽거나 다른 프로그램을 실행하지 못하도록 막습니다. 네트워크는 쓸 수 있습니다.',
      free: '내가 직접 실행한 프로그램과 똑같이 동작합니다. 내 파일을 읽고, 프로그램을 실행하고, 네트워크를 쓸 수 있으므로 만든 사람을 믿을 때만 시작하세요.',
    },
    caps: (memory, cpu) =>
      `메모리는 ${memory}, 프로세서는 하나의 ${cpu}까지 쓸 수 있으며, 넘으면 중지됩니다.`,
  },
);

const MB = 1024 * 1024;

export const megabytes = (memoryMb: number) => inBytes(memoryMb * MB, language());

export const percent = (value: number) => `${Math.round(value)} %`;

export const capsWords = ({ memoryMb, cpuPercent }: About['caps']) =>
  pluginWords().caps(megabytes(memoryMb), percent(cpuPercent));

export const reachWords = ({ runtime }: Pick<About, 'runtime'>) =>
  pluginWords().reach[isConfined({ runtime }) ? 'confined' : 'free'];
