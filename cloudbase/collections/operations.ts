// The few shapes of database call that we make. Keys and operators are spelled here and beside; input only ever stands as a value (SEC-06).
import type { Database } from '../sdk';
import { call, isDuplicate } from '../sdk';

export type Commands = Database['command'];
type Collection = ReturnType<Database['collection']>;
type Pipeline = ReturnType<Collection['aggregate']>;

/** One conditional write to at most one document; true when one matched. `multi: false` stands beside the data, or all that match are written (SEC-07). */
export async function updateOne(collection: string, where: (command: Commands) => { _id: unknown }, data: (command: Commands) => Record<string, unknown>): Promise<boolean> {
  const result = await call((database) => {
    const query = database.collection(collection).where(whole(where(database.command)));
    const options = { data: data(database.command), multi: false };
    return query.update(options);
  });
  return result.stats.updated === 1;
}

/** One write to every document that matches. Named exceptions only: signing out everywhere, ban, closing, merging, erasure of the audit's names (SEC-07). */
export async function updateAll(collection: string, where: (command: Commands) => { userId: string } | { mergedInto: string } | { mergedFrom: unknown } | { aliases: string } | { invitedBy: string }, data: (command: Commands) => Record<string, unknown>): Promise<void> {
  await call((database) => database.collection(collection).where(whole(where(database.command))).update({ data: data(database.command) }));
}

/** The SDK drops a key whose value is undefined and then matches everything: a hole is our own mistake and stops here (SEC-06). */
function whole<T extends object>(condition: T): T {
  const hole = Object.entries(condition).find(([, value]) => value === undefined || value === '');
  if (hole !== undefined) throw new TypeError(`The condition on ${hole[0]} is empty.`);
  return condition;
}

/** Removes at most one document; false when none matched. */
export async function removeOne(collection: string, where: { _id: string } & Record<string, string>): Promise<boolean> {
  const result = await call((database) => {
    const query = database.collection(collection).where(whole(where));
    // The SDK's declarations know only callbacks here; without `multi: false` everything that matches goes.
    const options: unknown = { multi: false };
    return query.remove(options as Parameters<typeof query.remove>[0]);
  });
  return result.stats.removed === 1;
}

/** False when the `_id` is taken. */
export async function add(collection: string, data: { _id: string }): Promise<boolean> {
  try {
    await call((database) => database.collection(collection).add({ data }));
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Our own documents, as the floors above wrote them. */
export async function aggregate<Document>(collection: string, build: (pipeline: Pipeline, command: Commands) => Pipeline): Promise<Document[]> {
  const result = await call<{ list: object[] }>((database) => build(database.collection(collection).aggregate(), database.command).end() as Promise<{ list: object[] }>);
  return result.list as Document[];
}

export async function findOne<Document>(collection: string, id: string): Promise<Document | null> {
  const [document] = await find<Document>(collection, { _id: id }, { by: '_id', order: 'asc', limit: 1 });
  return document ?? null;
}

/** Documents that match, in no order. */
export async function findWhere<Document>(collection: string, where: (command: Commands) => Record<string, unknown>, limit: number): Promise<Document[]> {
  const result = await call((database) => database.collection(collection).where(whole(where(database.command))).limit(limit).get());
  return result.data as Document[];
}

/** How many match. */
export async function countWhere(collection: string, where: (command: Commands) => Record<string, unknown>): Promise<number> {
  const result = await call((database) => database.collection(collection).where(whole(where(database.command))).count());
  return result.total;
}

/** Documents that match one of several conditions, in order. */
export async function findAny<Document>(collection: string, where: (command: Commands) => Record<string, unknown>[], { by, order, limit }: Sorted): Promise<Document[]> {
  const result = await call((database) => database.collection(collection).where(database.command.or(where(database.command).map(whole))).orderBy(by, order).limit(limit).get());
  return result.data as Document[];
}

/** Removes every document of a user, in one call. Named exception: erasure (SEC-07). */
export async function removeAll(collection: string, where: { userId: string }): Promise<void> {
  await call((database) => database.collection(collection).where(whole(where)).remove());
}

/** Removes what is over, in one call however much it is: how many. Named exception: expired flows (SEC-07). */
export async function removeOld(collection: string, where: (command: Commands) => { expiresAt: unknown }): Promise<number> {
  const result = await call((database) => database.collection(collection).where(whole(where(database.command))).remove());
  return result.stats.removed;
}

/** Documents that match, in order. */
export async function findSorted<Document>(collection: string, where: (command: Commands) => Record<string, unknown>, { by, order, limit }: Sorted): Promise<Document[]> {
  const result = await call((database) => database.collection(collection).where(whole(where(database.command))).orderBy(by, order).limit(limit).get());
  return result.data as Document[];
}

export interface Sorted { by: string; order: 'asc' | 'desc'; limit: number }

export async function find<Document>(collection: string, where: Record<string, string>, sorted: Sorted): Promise<Document[]> {
  return findSorted(collection, () => where, sorted);
}
