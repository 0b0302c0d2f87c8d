/** Says how late each event fired, and what an event asks it to say. */
import { connect } from 'ticketime/client';
import { latenessWords } from './lateness.js';

const { TICKETIME_ADDRESS: url = '', TICKETIME_TOKEN: token = '' } = process.env;
const client = connect({ url, token, topics: ['triggers'] });

client.on('trigger', ({ name, latenessMs, action }) => {
  // An event that asks another plugin for something is none of this one's business.
  if (action?.kind === 'my-plugin.say') console.log(`${name} says: ${String(action.input.text)}`);
  console.log(`${name} fired ${latenessWords(latenessMs)}.`);
});

client.onState((state) => {
  if (state.is === 'open') console.log('Connected.');
  if ('why' in state) console.error(state.why);
  if (state.is === 'ended') process.exit(1); // what is only lost is opened again by itself
});
