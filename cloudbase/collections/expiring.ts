// Documents of `flows` whose time is over.
import type { Expiring } from '../../auth/account/ports';
import { findWhere, removeOne } from './operations';

const COLLECTION = 'flows';

export const expiring: Expiring = {
  expired: async (now, most) => (await findWhere<{ _id: string }>(COLLECTION, (command) => ({ expiresAt: command.lt(new Date(now)) }), most)).map(({ _id }) => _id),
  remove: async (id) => { await removeOne(COLLECTION, { _id: id }); },
};
