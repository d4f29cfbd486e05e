// /emulator/scan: a person's phone scans what a desktop shows, and she allows or refuses it.
import * as v from 'valibot';
import type { ControlPorts, ControlRequest } from './ports';
import { badRequest, unknownName } from './refused';
import { personName, shaped } from './schema';

const scan = v.strictObject({ person: personName, content: v.pipe(v.string(), v.maxLength(4096)) });
const answer = v.strictObject({ person: personName, uuid: v.string() });

const TAKEN = 'somebody else scanned this code, or it is answered, or it was not scanned yet';

export function listCodes({ wechat }: ControlPorts): unknown {
  return { codes: wechat.web.shown() };
}

export function scanCode({ wechat }: ControlPorts, { body }: ControlRequest): unknown {
  const { person, content } = shaped(scan, body);
  known(wechat, person);
  const scanned = wechat.web.scan(person, content);
  if (scanned === null) throw badRequest('the content is no code of this world, and no link');
  return typeof scanned === 'string' ? refuseFor(scanned, content) : scanned;
}

export function confirmScan({ wechat }: ControlPorts, { body }: ControlRequest): unknown {
  const { person, uuid } = shaped(answer, body);
  known(wechat, person);
  return refuseFor(wechat.web.confirm(person, uuid), uuid);
}

export function refuseScan({ wechat }: ControlPorts, { body }: ControlRequest): unknown {
  const { person, uuid } = shaped(answer, body);
  known(wechat, person);
  return refuseFor(wechat.web.refuse(person, uuid), uuid);
}

function known(wechat: ControlPorts['wechat'], person: string): void {
  if (wechat.people.find(person) === null) throw unknownName('person', person);
}

function refuseFor(refusal: 'gone' | 'taken' | null, what: string): object {
  if (refusal === 'gone') throw unknownName('code', what);
  if (refusal === 'taken') throw badRequest(TAKEN);
  return {};
}
