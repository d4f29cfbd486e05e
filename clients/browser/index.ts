// The package as it is published: one client per page, and the words it answers in.
import { type Client, openClient } from './client';
import { browserPage } from './page';
import { type ClientOptions, readOptions } from './settings';

export type { RefusalCode } from '../../contract/reply';
export type { User } from '../../contract/doors';
export type { ClientRefusal } from './door';
export type { Client } from './client';
export type { ClientEvents, SignedOutReason } from './events';
export { isInsideWeChat } from './inside';
export type { Session } from './holding';
export type { Opened } from './landing';
export type { ClientOptions } from './settings';
export type { Scan } from './scan';
export type { SignInOptions } from './start';

/**
 * Make one for a page, and call `ready()` as it opens.
 * @throws TypeError for a door or an origin that cannot be right
 */
export function createClient(options: ClientOptions): Client {
  const settings = readOptions(options);
  return openClient(browserPage(options.storage ?? null), settings);
}
