// What a fault of target 'wechat' makes of an answer, whatever was asked.
import type { FiredFault } from '../../ports';
import type { Outgoing } from './answer';

/** A bare HTTP status; null for another fault. */
export function statusOf(fault: FiredFault): Outgoing | null {
  return fault.kind === 'status' ? { outcome: `error:${fault.status}`, contentType: 'text/plain', body: Buffer.alloc(0), status: fault.status } : null;
}

export function distort({ kind }: FiredFault, outgoing: Outgoing): Outgoing {
  const { body } = outgoing;
  if (kind === 'html') return { ...outgoing, contentType: 'text/html', body: Buffer.from('<html><body>502 Bad Gateway</body></html>') };
  if (kind === 'empty') return { ...outgoing, body: Buffer.alloc(0) };
  return kind === 'truncated' ? { ...outgoing, body: body.subarray(0, Math.floor(body.length / 2)) } : outgoing;
}
