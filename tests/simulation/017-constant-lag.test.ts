import { constantLag } from '../../main/practice/tick.ts';
import { describeLateTick } from './late-ticks.ts';

describeLateTick('017 a constant lag', 'lighttpd/1.4.69', (random) => constantLag(random() * 999));
