// GET and POST /emulator/people
import type { ControlPorts, ControlRequest } from './ports';
import { personChange, shaped } from './schema';

export function listPeople({ wechat }: ControlPorts): unknown {
  return { people: wechat.people.list() };
}

export function putPerson({ wechat }: ControlPorts, { body }: ControlRequest): unknown {
  return { person: wechat.people.put(shaped(personChange, body)) };
}
