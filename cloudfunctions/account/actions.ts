// What each action of the account door does: one rule, the world it asks, the caller.
import { closeAccount } from '../../auth/account/close';
import { exportAccount } from '../../auth/account/export';
import { history } from '../../auth/account/history';
import { identities } from '../../auth/account/identities';
import { keep } from '../../auth/account/keep';
import type { Actions } from '../../cloudbase/triggers/user-door';
import { appOf, world } from '../wiring';

export const actions: Actions<'account'> = {
  identities: (caller, { accessToken }) => identities(world(), appOf(caller), caller, accessToken),
  history: (caller, { accessToken, before }) => history(world(), appOf(caller), caller, accessToken, before ?? null),
  export: (caller, { accessToken }) => exportAccount(world(), appOf(caller), caller, accessToken),
  close: (caller, { accessToken }) => closeAccount(world(), appOf(caller), caller, accessToken),
  keep: (caller, { accessToken }) => keep(world(), appOf(caller), caller, accessToken),
};
