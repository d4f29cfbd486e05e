// The one way to the database: a hole in a condition stops before it becomes "everything".
import { find, updateOne } from '../../cloudbase/collections/operations';

test.each([undefined, ''])('[SEC-06] a condition on %j reaches no database', async (hole) => {
  await expect(updateOne('identities', () => ({ _id: hole }), () => ({ status: 'banned' }))).rejects.toThrow('The condition on _id is empty.');
  await expect(find('notes', { userId: hole as string }, { by: '_id', order: 'asc', limit: 1 })).rejects.toThrow('The condition on userId is empty.');
});
