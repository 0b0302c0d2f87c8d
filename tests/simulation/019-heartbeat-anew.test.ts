import { onDemandHeartbeat } from '../../main/practice/tick.ts';
import { describeLateTick } from './late-ticks.ts';

describeLateTick('019 a heartbeat that starts anew', 'Apache-Coyote/1.1', () => onDemandHeartbeat);
