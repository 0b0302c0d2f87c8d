/** What sets this computer's clock by standard time: one fixed command for each system, of which nobody can change a word. Pure. */
import { words, type Language } from './words.ts';

/** What was found on this computer; only on Linux is there a choice. */
export interface ClockTools {
  /** Those of LOOKED_FOR that are there. */
  readonly programs: ReadonlySet<string>;
  /** The names of the programs that run. */
  readonly running: ReadonlySet<string>;
}

/** Whole paths, for what is run with all rights must not be found in a folder that somebody else chose. */
const SYSTEM = '%SystemRoot%\\System32';
const TIMESYNCD = ['/usr/lib/systemd/systemd-timesyncd', '/lib/systemd/systemd-timesyncd'];
const CHRONYC = '/usr/bin/chronyc';
const TIMEDATECTL = '/usr/bin/timedatectl';

export const LOOKED_FOR: readonly string[] = [CHRONYC, TIMEDATECTL, ...TIMESYNCD];

/** Null where nothing is there that could do it. Run with all rights, so it asks for them once. */
export function clockCommand(platform: NodeJS.Platform, { programs, running }: ClockTools): string | null {
  switch (platform) {
    case 'win32':
      // The service rests until it is asked; started twice, it says so and goes on.
      return `${SYSTEM}\\net.exe start w32time & ${SYSTEM}\\w32tm.exe /resync`;
    case 'darwin':
      return '/usr/bin/sntp -sS time.apple.com';
    case 'linux':
      // Whoever keeps the clock already is asked: two would pull it to and fro.
      if (running.has('chronyd') && programs.has(CHRONYC)) return `${CHRONYC} makestep`;
      if (programs.has(TIMEDATECTL) && TIMESYNCD.some((path) => programs.has(path)))
        return `${TIMEDATECTL} set-ntp true && /usr/bin/systemctl restart systemd-timesyncd`;
      return null;
    default:
      return null;
  }
}

const text = words(
  {
    tools: 'Nothing on this computer sets its clock by standard time: install chrony or systemd-timesyncd.',
    prompt:
      'Nothing on this computer asks for the rights that setting the clock takes: install polkit (pkexec).',
    agent:
      'This session has no window that asks for a password (a polkit agent): start one, or run this in a terminal with sudo.',
    tooLong: 'It did not end within five minutes: look whether a window still asks for a password.',
    busy: 'The clock is being set already: answer the window that asks for a password.',
  },
  {
    tools: '이 컴퓨터에 시계를 표준시에 맞추는 프로그램이 없습니다. chrony나 systemd-timesyncd를 설치하세요.',
    prompt: '시계를 바꿀 권한을 요청할 프로그램이 이 컴퓨터에 없습니다. polkit(pkexec)을 설치하세요.',
    agent:
      '이 세션에는 암호를 묻는 창(polkit 에이전트)이 없습니다. 에이전트를 실행하거나, 터미널에서 sudo로 실행하세요.',
    tooLong: '5분 안에 끝나지 않았습니다. 암호를 묻는 창이 남아 있는지 확인하세요.',
    busy: '이미 시계를 맞추고 있습니다. 암호를 묻는 창에 답하세요.',
  },
);

/** Why it could not be tried, or not ended: one sentence. */
export const clockSentence = (why: 'tools' | 'prompt' | 'agent' | 'tooLong' | 'busy', language: Language) =>
  text(language)[why];
