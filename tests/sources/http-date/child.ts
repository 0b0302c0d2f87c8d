/** Opens the address in argv and prints what came of it: run in a child, for NODE_EXTRA_CA_CERTS is read at start. */
import { localClock } from '../../../main/clock/local-clock.ts';
import type { Failure } from '../../../main/failure.ts';
import { createHttpDateSource } from '../../../main/sources/http-date/http-date-source.ts';

const [, , input = ''] = process.argv;
const source = createHttpDateSource({ input, clock: localClock, minGapMs: 0, env: {} });
const calledAt = localClock.now();
try {
  const { url, method, exchanges } = await source.open();
  await source.exchange(0);
  console.log(JSON.stringify({ url, method, waitedMs: exchanges[0].sentAt - calledAt }));
} catch (error) {
  console.log(JSON.stringify({ code: (error as Failure).code, message: (error as Failure).message }));
} finally {
  source.close();
}
