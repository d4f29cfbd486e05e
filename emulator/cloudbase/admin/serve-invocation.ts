// `functions.invokeFunction`: a function calls a function. The pool that runs it writes the ledger entry.
import type { AdminPorts, Caller } from '../admin';
import { failure, type Outgoing, success } from './answer';
import type { Envelope } from './envelope';

function readEvent(text: unknown): { event: unknown } | null {
  if (text === undefined || text === '') return { event: {} };
  try {
    return { event: JSON.parse(String(text)) as unknown };
  } catch {
    return null;
  }
}

/** `source`: the X-TCB-Source header, which becomes the called function's SOURCE. */
export async function serveInvocation(ports: AdminPorts, caller: Caller | null, { fields }: Envelope, source: string): Promise<Outgoing> {
  const name = fields['function_name'];
  const read = readEvent(fields['request_data']);
  if (typeof name !== 'string' || !read) return failure('INVALID_PARAM', '[InvalidParameter] function_name and request_data (JSON) are needed');
  const invoked = await ports.invokeFunction(caller, name, read.event, source);
  if (!invoked.ok) return failure(invoked.code, invoked.message);
  return success({ data: { response_data: JSON.stringify(invoked.result ?? null) } });
}
