// A developer's own function in ten lines: it asks whose session it is, and stores by user id.
import { authenticate } from '../../auth/session/authenticate';
import { accept } from '../../auth/result';
import type { Actions } from '../../cloudbase/triggers';
import { appOf, world } from '../wiring';

export const actions: Actions<'notes'> = {
  list: async (caller, { accessToken }) => {
    const session = await authenticate(world(), appOf(caller), caller, accessToken);
    return session.ok ? accept({ notes: await world().notes.ofUser(session.value.user.id) }) : session;
  },
  add: async (caller, { accessToken, text }) => {
    const session = await authenticate(world(), appOf(caller), caller, accessToken);
    return session.ok ? accept({ note: await world().notes.write(session.value.user.id, text, world().clock.now()) }) : session;
  },
};
