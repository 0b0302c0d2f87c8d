/** What a person is told of a plugin that does not run well: one sentence each, under a stable code. */
import type { PluginStatus } from '../../../api/protocol/plugin.ts';
import { endWords, type End } from './end.ts';
import type { Launch } from './launch.ts';

export type Problem = NonNullable<PluginStatus['problem']>;

const problem = (code: string, message: string): Problem => ({ code, message });
const mb = (figure: number) => `${Math.round(figure)} MB`;
const percent = (figure: number) => `${Math.round(figure)} %`;
const seconds = (ms: number) => `${Number((ms / 1000).toFixed(1))} s`;

export const nearMemory = ({ id, caps }: Launch, usedMb: number): Problem =>
  problem(
    'plugin-near-memory',
    usedMb > caps.memoryMb
      ? `The plugin ${id} uses ${mb(usedMb)} of memory and may use ${mb(caps.memoryMb)}: it is stopped unless it uses less within seconds.`
      : `The plugin ${id} uses ${mb(usedMb)} of the ${mb(caps.memoryMb)} of memory that it may use: it is stopped when it uses more.`,
  );

/** `isThrottled`: the system lets it have no more, so that it is slow, and not stopped. */
export function nearCpu({ id, caps }: Launch, usedPercent: number, isThrottled: boolean): Problem {
  const uses = `The plugin ${id} uses ${percent(usedPercent)} of a processor and may use ${percent(caps.cpuPercent)}`;
  const next = usedPercent > caps.cpuPercent ? 'unless it uses less within seconds' : 'when it uses more';
  return problem(
    'plugin-near-cpu',
    isThrottled ? `${uses}: the system gives it no more.` : `${uses}: it is stopped ${next}.`,
  );
}

/** `usedMb`: null when it had ended before that could be measured. */
export function overMemory({ id, caps }: Launch, usedMb: number | null): Problem {
  const most = mb(caps.memoryMb);
  const why =
    usedMb === null
      ? `ran out of the ${most} of memory that it may use`
      : `used ${mb(usedMb)} of memory and may use ${most}`;
  return problem(
    'plugin-over-memory',
    `The plugin ${id} was stopped, for it ${why}: start it again, and if it needs more, raise caps.memoryMb in its plugin.json.`,
  );
}

export const overCpu = ({ id, caps }: Launch, usedPercent: number): Problem =>
  problem(
    'plugin-over-cpu',
    `The plugin ${id} was stopped, for it used ${percent(usedPercent)} of a processor and may use ${percent(caps.cpuPercent)}: start it again, and if it needs more, raise caps.cpuPercent in its plugin.json.`,
  );

export const crashed = ({ id, logFile }: Launch, end: End, pauseMs: number): Problem =>
  problem(
    'plugin-crashed',
    `The plugin ${id} crashed (${endWords(end)}) and is started again after ${seconds(pauseMs)}: if it goes on, see its log ${logFile}.`,
  );

export const crashing = ({ id, logFile }: Launch, end: End, inARow: number): Problem =>
  problem(
    'plugin-crashing',
    `The plugin ${id} was stopped, for it crashed ${inARow} times in a row, at last with ${endWords(end)}: see its log ${logFile}, then start it again.`,
  );

export const hostEnded = (end: End, pauseMs: number): Problem =>
  problem(
    'plugin-host-ended',
    `The process that runs the plugins ended unexpectedly (${endWords(end)}), and its plugins with it: all are started again after ${seconds(pauseMs)}.`,
  );

export const hostCrashing = (end: End, inARow: number): Problem =>
  problem(
    'plugin-host-crashing',
    `The process that runs the plugins ended unexpectedly ${inARow} times in a row, at last with ${endWords(end)}, so no plugin runs: start one of them again.`,
  );
