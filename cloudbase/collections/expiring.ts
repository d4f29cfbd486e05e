// Documents of `flows` whose time is over.
import type { Expiring } from '../../auth/account/ports';
import { removeOld } from './operations';

export const expiring: Expiring = {
  sweep: (now) => removeOld('flows', (command) => ({ expiresAt: command.lt(new Date(now)) })),
};
