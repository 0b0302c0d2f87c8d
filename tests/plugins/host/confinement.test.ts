import { expect, test } from 'vitest';
import { askConfinement, UNCONFINED, type Ask } from '../../../main/plugins/host/confinement.ts';

const answering =
  (answers: Readonly<Record<string, string | null>>): Ask =>
  (file) =>
    Promise.resolve(answers[file] ?? null);

test.each([
  { why: 'nothing is there', answers: {}, like: UNCONFINED },
  {
    why: 'the kernel heeds both caps of a scope',
    answers: { 'systemd-run': '67108864\n50000 100000\n', setpriv: '', prlimit: '' },
    like: { scope: { memory: true, cpu: true }, hasSetpriv: true, hasPrlimit: true, processors: null },
  },
  {
    why: 'the processor’s controller is not delegated',
    answers: { 'systemd-run': '67108864\n', setpriv: null, prlimit: '' },
    like: { scope: { memory: true, cpu: false }, hasSetpriv: false, hasPrlimit: true, processors: null },
  },
  {
    why: 'systemd makes a scope that the kernel does not heed',
    answers: { 'systemd-run': 'max\nmax 100000\n', setpriv: '' },
    like: { scope: null, hasSetpriv: true, hasPrlimit: false, processors: null },
  },
  {
    why: 'a process can be kept to some processors',
    answers: { taskset: '' },
    like: { ...UNCONFINED, processors: { few: '1', all: '0-1' } },
  },
])('what keeps a plugin within its bounds, when $why', async ({ answers, like }) => {
  expect(await askConfinement('linux', answering(answers), { few: '1', all: '0-1' })).toEqual(like);
});

test.each(['darwin', 'win32'] as const)('on %s nobody is asked', async (platform) => {
  const ask: Ask = () => Promise.reject(new Error('asked'));
  expect(await askConfinement(platform, ask)).toEqual(UNCONFINED);
});
