// What each action of the account door does: one rule, the world it asks, the caller.
import { closeAccount } from '../../auth/account/close';
import { exportAccount } from '../../auth/account/export';
import { history } from '../../auth/account/history';
import { confirmScan, declineScan, lookAtScan } from '../../auth/scan/answer';
import { finishLink, previewLink, startLink } from '../../auth/merge/link';
import { unlink } from '../../auth/merge/unlink';
import { identities } from '../../auth/account/identities';
import { keep } from '../../auth/account/keep';
import { invitations } from '../../auth/invite/invitations';
import { invite } from '../../auth/invite/invite';
import type { Actions } from '../../cloudbase/triggers/user-door';
import { appOf, world } from '../wiring';

export const actions: Actions<'account'> = {
  identities: (caller, { accessToken }) => identities(world(), appOf(caller), caller, accessToken),
  unlink: (caller, { accessToken, identityId }) => unlink(world(), appOf(caller), caller, { accessToken, identityId }),
  'link-start': (caller, { accessToken }) => startLink(world(), appOf(caller), caller, accessToken),
  'link-preview': (caller, { accessToken, linkCode }) => previewLink(world(), appOf(caller), caller, { accessToken, linkCode }),
  'link-finish': (caller, { accessToken, linkCode }) => finishLink(world(), appOf(caller), caller, { accessToken, linkCode }),
  history: (caller, { accessToken, before }) => history(world(), appOf(caller), caller, accessToken, before ?? null),
  export: (caller, { accessToken }) => exportAccount(world(), appOf(caller), caller, accessToken),
  close: (caller, { accessToken }) => closeAccount(world(), appOf(caller), caller, accessToken),
  invite: (caller, { accessToken }) => invite(world(), appOf(caller), caller, accessToken),
  invitations: (caller, { accessToken }) => invitations(world(), appOf(caller), caller, accessToken),
  'scan-look': (caller, { accessToken, scene }) => lookAtScan(world(), appOf(caller), caller, { accessToken, scene }),
  'scan-confirm': (caller, { accessToken, scene }) => confirmScan(world(), appOf(caller), caller, { accessToken, scene }),
  'scan-decline': (caller, { accessToken, scene }) => declineScan(world(), appOf(caller), caller, { accessToken, scene }),
  keep: (caller, { accessToken }) => keep(world(), appOf(caller), caller, accessToken),
};
