// A gigabyte within some seconds.
const kept = [];
setInterval(() => {
  if (kept.length < 100) kept.push(Buffer.alloc(10 * 1024 * 1024, 1));
}, 20);
