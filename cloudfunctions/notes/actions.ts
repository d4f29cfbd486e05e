// A developer's own function in ten lines: reads ask at the cached level, writes ask the database, and all is stored by user id.
import { accept } from '../../auth/result';
import { authenticate } from '../../auth/session/authenticate';
import { checkForReading } from '../../auth/session/cached-check';
import type { Actions } from '../../cloudbase/triggers/user-door';
import { appOf, world } from '../wiring';

export const actions: Actions<'notes'> = {
  list: async (caller, { accessToken }) => {
    const session = await checkForReading(world(), appOf(caller), caller, accessToken);
    return session.ok ? accept({ notes: await world().notes.ofUser(session.value.userId) }) : session;
  },
  add: async (caller, { accessToken, text }) => {
    const session = await authenticate(world(), appOf(caller), caller, accessToken);
    return session.ok ? accept({ note: await world().notes.write(session.value.user.id, text, world().clock.now()) }) : session;
  },
};
