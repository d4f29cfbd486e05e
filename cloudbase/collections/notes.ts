// The notes collection of the example function: one document per note, found by its writer's user id.
import { randomUUID } from 'node:crypto';
import type { UserId } from '../../auth/ids';
import type { Note } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import { add, find, removeAll } from './operations';
import { giveBackRows, moveRows } from './owned-rows';

const COLLECTION = 'notes';
const MOST = 100;
const MOST_EXPORTED = 1000;

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

  /** For an export: the newest thousand, which is what one call gives. */
  async allOf(userId: UserId): Promise<{ notes: Note[]; notesAreWhole: boolean }> {
    const documents = await find<NoteDocument>(COLLECTION, { userId }, { by: 'writtenAt', order: 'desc', limit: MOST_EXPORTED });
    return { notes: documents.map(asNote), notesAreWhole: documents.length < MOST_EXPORTED };
  },

  moveOf: (from: UserId, to: UserId): Promise<void> => moveRows(COLLECTION, from, to),

  giveBackTo: (to: UserId, aliases: readonly UserId[]): Promise<void> => giveBackRows(COLLECTION, to, aliases),

  eraseOf: (userId: UserId): Promise<void> => removeAll(COLLECTION, { userId }),
};

function asNote({ _id: noteId, text, writtenAt }: NoteDocument): Note {
  return { noteId, text, writtenAt: writtenAt.getTime() };
}
