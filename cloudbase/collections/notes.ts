// The notes collection of the example function: one document per note, found by its writer's user id.
import { randomUUID } from 'node:crypto';
import type { UserId } from '../../auth/ids';
import type { Note } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import { add, find, removeOne } from './operations';

const COLLECTION = 'notes';
const MOST = 100;

interface NoteDocument { _id: string; userId: string; text: string; writtenAt: Date }

export const notes = {
  /** The newest hundred, newest first. */
  async ofUser(userId: UserId): Promise<Note[]> {
    const documents = await find<NoteDocument>(COLLECTION, { userId }, { by: 'writtenAt', order: 'desc', limit: MOST });
    return documents.map(asNote);
  },

  async write(userId: UserId, text: string, now: Ms): Promise<Note> {
    const document: NoteDocument = { _id: randomUUID(), userId, text, writtenAt: new Date(now) };
    await add(COLLECTION, document);
    return asNote(document);
  },

  /** Every note, a page at a time. */
  async eraseOf(userId: UserId): Promise<void> {
    for (;;) {
      const page = await find<NoteDocument>(COLLECTION, { userId }, { by: '_id', order: 'asc', limit: MOST });
      for (const { _id } of page) await removeOne(COLLECTION, { _id, userId });
      if (page.length < MOST) return;
    }
  },
};

function asNote({ _id: noteId, text, writtenAt }: NoteDocument): Note {
  return { noteId, text, writtenAt: writtenAt.getTime() };
}
