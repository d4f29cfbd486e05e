// What the cloud's `/admin` works with, of the parts of the world.
import type { AdminPorts } from '../cloudbase/admin';
import { callerContext, NOBODY } from './caller';
import { permissionsIn } from './permissions';
import type { Parts } from './world';

export function adminPorts({ project, database, storage, permits, ledger, faults, functions, wechat }: Parts): AdminPorts {
  return {
    database, storage, permits, ledger, faults,
    callerOf: functions.callerOf,
    openData: wechat.openData,
    openApi: wechat.openApi,
    permissionsOf(functionName) {
      const deployed = project.functions.find(({ name }) => name === functionName);
      return deployed ? permissionsIn(deployed.directory) : [];
    },
    async invokeFunction(caller, name, event, source) {
      const person = caller?.person ? wechat.people.find(caller.person) : null;
      const app = caller?.app ? wechat.apps.find(caller.app) : null;
      const user = person && app ? callerContext(person, app) : { ...NOBODY, app: app?.appid ?? null };
      const chain = { device: caller?.device ?? null, source: source === '' ? null : source, parent: caller?.invocation ?? null, spared: caller?.spared ?? false };
      const invoked = await functions.invoke(name, event, { ...user, ...chain });
      return invoked.ok ? { ok: true, result: invoked.result } : { ok: false, code: invoked.error.code, message: invoked.error.message };
    },
  };
}
