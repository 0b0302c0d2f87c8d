// As much as it may send without being stopped for what it uses of the processor; comes back as often as it is thrown out.
const address = process.env.TICKETIME_ADDRESS.replace('http', 'ws') + '/ws';
const headers = { authorization: `Bearer ${process.env.TICKETIME_TOKEN}` };
const MESSAGES = [
  { type: 'snapshot' },
  { type: 'ping', t0: 0 },
  { type: 'request', id: 1, call: 'listEvents' },
  { type: 'request', id: 2, call: 'readHealth' },
  { type: 'nonsense' },
].map((message) => JSON.stringify(message));

function open() {
  const socket = new WebSocket(address, { headers });
  const flood = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    for (let k = 0; k < 20; k += 1) socket.send(MESSAGES[k % MESSAGES.length]);
  }, 10);
  socket.addEventListener('close', () => {
    clearInterval(flood);
    setTimeout(open, 20);
  });
}
for (let k = 0; k < 4; k += 1) open();
