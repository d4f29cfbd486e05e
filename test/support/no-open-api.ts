// The open interfaces of a cloud whose functions call none.
import type { AdminPorts } from '../../emulator/cloudbase/admin';
import { NotEmulated } from '../../emulator/ports';

export const NO_OPEN_API: Pick<AdminPorts, 'openApi' | 'permissionsOf'> = {
  permissionsOf: () => [],
  openApi: {
    isBuilt: () => false,
    call(name) { throw new NotEmulated(`cloud.openapi.${name}`); },
    refusal: (errcode) => ({ errcode, errmsg: 'refused' }),
  },
};
