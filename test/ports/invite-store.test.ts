// One suite for what inviting writes, two implementations: in memory, and the collections on the real wx-server-sdk.
import type { Invites } from '../../auth/invite/ports';
import type { InviteKey, UserId } from '../../auth/ids';
import { UNMERGED } from '../../auth/merge/unmerged';
import type { Status, UserRecord, Users } from '../../auth/ports';
import { NEW_YEAR } from '../auth/a-world';
import { startCloudStore } from './cloud-store';
import type { CloudStore } from './cloud-store';
import { memoryStore } from './memory';
import { memoryInvites } from './memory-invites';

interface Stores { invites: Invites; users: Users }

const id = (name: string) => name.padEnd(22, '0');
const [ALICE, ALIAS, OTHER] = [id('alice'), id('alias'), id('other')] as [UserId, UserId, UserId];
const KEY = id('key') as InviteKey;
const aUser = (name: string, invitedBy: UserId | null, status: Status = 'active'): UserRecord => ({
  id: id(name) as UserId, status, generation: 0, nickname: null, avatarUrl: null, avatarFile: null, phone: null, consents: [], closing: null, pending: [], ...UNMERGED, invitedBy, createdAt: NEW_YEAR, indexKey: 'f',
});
function inMemory(): Stores {
  const { users, rows } = memoryStore();
  return { users, invites: memoryInvites(rows.users) };
}

let cloud: CloudStore;
beforeAll(async () => { cloud = await startCloudStore(); });
afterAll(() => cloud.close());

describe.each<[string, () => Stores]>([['in memory', inMemory], ['on wx-server-sdk', () => { cloud.clear(); return cloud.stores; }]])('the invites %s', (_name, make) => {
  let stores: Stores;
  beforeEach(() => { stores = make(); });

  test('[ST-47] a code is whose it was first, until its time', async () => {
    await stores.invites.open(KEY, ALICE, NEW_YEAR + 10);
    await stores.invites.open(KEY, OTHER, NEW_YEAR + 99);
    expect([await stores.invites.inviter(KEY, NEW_YEAR + 9), await stores.invites.inviter(KEY, NEW_YEAR + 10), await stores.invites.inviter(id('none') as InviteKey, NEW_YEAR)]).toEqual([ALICE, null, null]);
  });

  test('[ST-48] those who are here and came by her or her aliases are counted, she herself is not; an erasure takes her name off all of them', async () => {
    const brought = [aUser('bob', ALICE), aUser('carol', ALIAS, 'closing'), aUser('dan', ALICE, 'banned'), aUser('gone', ALICE, 'erased'), aUser('one', ALICE, 'merged'), aUser('foreign', OTHER), aUser('nobody', null), aUser('alice', ALIAS)];
    for (const user of brought) await stores.users.add(user);
    await stores.invites.open(KEY, ALICE, NEW_YEAR + 10);
    expect([await stores.invites.count([ALICE, ALIAS]), await stores.invites.count([OTHER]), await stores.invites.count([id('x') as UserId])]).toEqual([3, 1, 0]);
    await stores.invites.erase(ALICE);
    const by = async (name: string) => (await stores.users.findWithIdentities(id(name) as UserId))?.user.invitedBy;
    expect([await stores.invites.count([ALICE]), await stores.invites.inviter(KEY, NEW_YEAR), await by('bob'), await by('dan'), await by('carol'), await by('foreign'), await by('nobody')]).toEqual([0, null, null, null, ALIAS, OTHER, null]);
  });
});
