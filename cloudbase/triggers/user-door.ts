// A door that takes calls by people in the mini program and by no one else.
import { createHash } from 'node:crypto';
import type { Caller } from '../../auth/ports';
import type { DoorName, Doors } from '../../contract/doors';
import { readCaller } from '../caller';
import { openDoor } from './door';
import type { ActionsOf, Main, RequestsOf } from './door';

export type Actions<D extends DoorName> = ActionsOf<Doors[D], Caller>;

export function userDoor<D extends DoorName>(name: D, requests: RequestsOf<Doors[D]>, load: () => Promise<{ actions: Actions<D> }>): Main {
  return openDoor<Doors[D], Caller>({
    name, requests, load, read: readCaller, hash: callerHash,
    forbidden: 'This function answers people in the mini program: call it by wx.cloud.callFunction. A console test or HTTP call carries no identity.',
  });
}

function callerHash({ appId, openId }: Caller): string {
  return createHash('sha256').update(`log:${appId}:${openId}`).digest('base64url').slice(0, 10);
}
