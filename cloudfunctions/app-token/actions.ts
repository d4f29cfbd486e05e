// What the centre does: renews and takes reports for our own functions, and keeps every app's token warm by its timer.
import { keepWarm } from '../../auth/app-token/keep-warm';
import type { KeptWarm } from '../../auth/app-token/keep-warm';
import { renew } from '../../auth/app-token/renew';
import { appId } from '../../auth/ids';
import type { AppId } from '../../auth/ids';
import { accept } from '../../auth/result';
import type { Result } from '../../auth/result';
import { report } from '../../cloudbase/log';
import type { ActionsOf } from '../../cloudbase/triggers/door';
import type { OwnFunction } from '../../cloudbase/triggers/function-door';
import type { AppTokenDoor } from '../../contract/app-token';
import { centreWorld } from '../centre';

export const actions: ActionsOf<AppTokenDoor, OwnFunction> = {
  renew: (_function, { appId: app, kind, by }) => renew(centreWorld(), { appId: branded(app), kind }, { why: 'due', by }),
  report: (_function, { appId: app, failedHash, errcode = null, by }) => renew(centreWorld(), { appId: branded(app), kind: 'access-token' }, { why: 'reported', failedHash, errcode, by }),
};

export async function run(): Promise<Result<KeptWarm>> {
  const kept = await keepWarm(centreWorld());
  if (kept.looked) report('app-token', { renewed: kept.renewed, chained: kept.chained });
  return accept(kept);
}

/** The schema let nothing else through. */
function branded(text: string): AppId {
  const app = appId(text);
  if (app === null) throw new TypeError('not an appid');
  return app;
}
