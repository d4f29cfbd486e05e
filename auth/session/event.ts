// What a person did to her own account, as it will stand in her history.
import type { Device } from '../../contract/doors';
import type { Ms } from '../../contract/reply';
import type { SessionId } from '../ids';
import type { EventKind, SecurityEvent } from '../ports';
import type { Presenter } from './presenter';

export function ownEvent(kind: EventKind, at: Ms, sid: SessionId | null, caller: Presenter, device: Device | null = null): SecurityEvent {
  return { at, kind, sid, device, ipPrefix: caller.ipPrefix, by: null };
}
