// What came of a code that a page shows: asked by the page every two seconds, so it is one read.
import type { ScanState } from '../../contract/web';
import type { KeyRing } from '../keys';
import type { Clock } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import type { WebFlows } from '../web/ports';
import { ticketOf } from '../web/ticket-secret';
import { flowOfPoll } from './scene';

/** The ticket is of no use without the page's verifier. Refuses: state-invalid (unknown, or over), declined (the person said no). Calls: 1. */
export async function pollScan(world: { clock: Clock; webFlows: WebFlows; ticketKeys: KeyRing }, pollSecret: string): Promise<Result<ScanState>> {
  const id = flowOfPoll(pollSecret);
  const flow = id === null ? null : await world.webFlows.find(id);
  if (flow === null || flow.scan === null || flow.expiresAt <= world.clock.now()) return refuse('state-invalid', 'This code is unknown or over; show a new one.');
  if (flow.outcome === null) return accept({ state: flow.step === 'state' ? 'pending' : 'scanned', ticket: null });
  return 'facts' in flow.outcome ? accept({ state: 'confirmed', ticket: ticketOf(world.ticketKeys, flow.id) }) : refuse(flow.outcome.refusal, 'The person did not allow it.');
}
