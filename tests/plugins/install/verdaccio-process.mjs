/** A registry of packages, in a process of its own: verdaccio, with nothing behind it. Tells its port, and ends with whoever started it. */
import { join } from 'node:path';
import { runServer } from 'verdaccio';

const [folder] = process.argv.slice(2);
const everybody = { access: '$all', publish: '$all', unpublish: '$all' };
const server = await runServer({
  self_path: join(folder, 'config.yaml'),
  storage: join(folder, 'storage'),
  uplinks: {},
  packages: { '**': everybody },
  log: { type: 'stdout', format: 'json', level: 'fatal' },
  web: { enable: false },
  max_body_size: '100mb',
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
