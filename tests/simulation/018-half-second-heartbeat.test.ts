import { halfSecondHeartbeat } from '../../main/practice/tick.ts';
import { describeLateTick } from './late-ticks.ts';

describeLateTick('018 a 500 ms heartbeat', 'envoy', (random) => halfSecondHeartbeat(random() * 499));
