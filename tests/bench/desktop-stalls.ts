/** Goes into the app that desktop.ts measures, beside the double of Electron: how long its main thread stands still. */
import { app } from '../desktop/double/app.ts';
import { onCommand } from '../desktop/double/link.ts';
import { watchStalls } from './stalls.ts';

const most = watchStalls();
// What comes before the first window is another matter.
app.once('browser-window-created', () => void setImmediate(most));
onCommand('stalled', most);
