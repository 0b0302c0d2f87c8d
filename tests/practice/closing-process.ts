/** A process that starts an origin with much under way, closes it, and has nothing left to do: run by origin.test.ts. */
import { startPracticeOrigin } from '../../main/practice/origin.ts';
import { GET, openSocket } from './ask.ts';

const origin = await startPracticeOrigin({
  habits: { reply: 'endless-headers' },
  delays: { forward: { baseMs: 1 }, back: { baseMs: 1e6 } },
});
const socket = await openSocket(origin.port, GET);
while ((await origin.requests()).length === 0);
await origin.close();
socket.destroy();
console.log('closed');
