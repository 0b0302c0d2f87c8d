// Notes when each trigger reaches its handler, by the monotonic clock that all processes share.
import { writeFileSync } from 'node:fs';
import { connect } from 'ticketime/client';

const now = () => Number(process.hrtime.bigint()) / 1e6;
const port = 'ECHO_PORT';
const noted = { handled: [], fired: [], echoes: [] };
let anchorMs = 0;
let echo;
if (port !== '0') {
  echo = new WebSocket(`ws://127.0.0.1:${port}`);
  echo.addEventListener('message', ({ data }) => noted.echoes.push(now() - Number(data)));
}

const client = connect({
  url: process.env.TICKETIME_ADDRESS,
  token: process.env.TICKETIME_TOKEN,
  topics: ['triggers'],
});
client.on('hello', (hello) => (anchorMs = hello.anchorMs));
client.on('trigger', ({ name, firedEpochMs, latenessMs }) => {
  const at = now();
  if (name === 'last') {
    writeFileSync('noted.json', JSON.stringify(noted));
    for (const values of Object.values(noted)) values.length = 0;
    return;
  }
  noted.handled.push(at - (firedEpochMs - latenessMs - anchorMs));
  noted.fired.push(latenessMs);
  if (echo?.readyState === WebSocket.OPEN) setTimeout(() => echo.send(String(now())), 8);
});
