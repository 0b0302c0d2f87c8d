import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  letOnAll,
  readProcessors,
  sendBack,
  splitProcessors,
} from '../../../main/plugins/host/processors.ts';

test.each([
  { all: '0-1', few: '1' },
  { all: '0-3', few: '3' },
  { all: '0-7', few: '6,7' },
  { all: '0-3,8-11', few: '10,11' },
  { all: '5,9', few: '9' },
])('of the processors $all newcomers are given $few', ({ all, few }) => {
  expect(splitProcessors(all)).toEqual({ few, all });
});

test.each(['0', '', '0-', 'all'])(
  'where there is but one processor, or nobody tells (%s), all are alike',
  (all) => {
    expect(splitProcessors(all)).toBeNull();
    expect(readProcessors(() => `Name:\tnode\nCpus_allowed_list:\t${all}\n`)).toBeNull();
  },
);

test('a system that tells nothing of a process is none that is asked for more', () => {
  const read = () => {
    throw new Error('ENOENT');
  };
  expect(readProcessors(read)).toBeNull();
});

const processors = readProcessors();

test.runIf(processors)('a process is moved with all its threads, and back', async (t) => {
  if (!processors) throw new Error('It runs only where there are some.');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
  t.onTestFinished(() => void child.kill('SIGKILL'));
  const { pid = 0 } = child;
  const allowed = () =>
    /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  sendBack(pid, processors);
  await expect.poll(allowed).not.toBe(processors.all);
  letOnAll(pid, processors);
  await expect.poll(allowed).toBe(processors.all);
});
