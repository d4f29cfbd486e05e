// What stands with a user who took part in no merge.
import type { UserRecord } from '../ports';

export const UNMERGED: Pick<UserRecord, 'mergedInto' | 'mergedBy' | 'merging' | 'aliases' | 'adopted'> = {
  mergedInto: null, mergedBy: null, merging: null, aliases: [], adopted: { nickname: null, avatar: null, phone: null },
};
