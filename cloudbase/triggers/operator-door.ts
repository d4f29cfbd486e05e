// A door for operators: the cloud console's test button and the API of the cloud, never a person's phone, another function or a timer.
import type { OperatorDoor } from '../../contract/operator';
import { hasUser } from '../caller';
import { openDoor } from './door';
import type { ActionsOf, Main, RequestsOf } from './door';

/** Called without a user; who it is, the key in the request says. */
export type NoUser = 'no-user';
export type OperatorActions = ActionsOf<OperatorDoor, NoUser>;

export function operatorDoor(name: string, requests: RequestsOf<OperatorDoor>, load: () => Promise<{ actions: OperatorActions }>): Main {
  return openDoor<OperatorDoor, NoUser>({
    name, requests, load, read: (environment) => (isOperators(environment) ? 'no-user' : null), hash: () => '-',
    forbidden: 'This function answers operators: call it from the cloud console or by the cloud’s API, without a user.',
  });
}

/** The console's test button sends no SOURCE, the API of the cloud wx_http. */
function isOperators(environment: Readonly<Record<string, string | undefined>>): boolean {
  const source = environment['TCB_SOURCE'] ?? '';
  return (source === '' || source === 'wx_http') && !hasUser(environment);
}
