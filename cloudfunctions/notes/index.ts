// The notes door: an example of a developer's own function, which guards itself (see actions.ts).
import { notesRequests } from '../../cloudbase/requests/notes';
import { userDoor } from '../../cloudbase/triggers/user-door';

export const main = userDoor('notes', notesRequests, () => import('./actions'));
