// The housekeeping door: what the timer does.
import { timerDoor } from '../../cloudbase/triggers/timer-door';

export const main = timerDoor('housekeeping', () => import('./actions'));
