// Open data that WeChat itself opened: put into the event by the platform, or fetched by its id.
import * as v from 'valibot';
import type { Caller } from '../auth/ports';
import { countCall, withinDeadline } from './invocation';
import { sdk } from './sdk';

const Replaced = v.object({ cloudID: v.string(), data: v.record(v.string(), v.unknown()) });
const Fetched = v.object({ list: v.array(v.object({ cloudID: v.optional(v.string()), data: v.optional(v.record(v.string(), v.unknown())) })) });
const CloudId = v.pipe(v.string(), v.regex(/^[0-9]{1,4}_[A-Za-z0-9_-]{1,500}$/));

/** What identifies a field's packet: the id for a plain string, else the id that stands in the object. */
export function cloudIdOf(field: unknown): string {
  if (typeof field === 'string') return field;
  const parsed = v.safeParse(Replaced, field);
  return parsed.success ? parsed.output.cloudID : '';
}

/**
 * The data behind an event's top-level field, or null. An object counts only where OPEN_DATA_INFO lists its key: a client can send a
 * look-alike (SEC-21). A plain string is an id that WeChat has not replaced: it is fetched by cloud.getOpenData.
 */
export async function openCloudId(caller: Caller, key: string, field: unknown): Promise<unknown> {
  if (caller.openDataKeys.includes(key)) {
    const parsed = v.safeParse(Replaced, field);
    return parsed.success ? parsed.output.data : null;
  }
  const id = v.safeParse(CloudId, field);
  return id.success ? fetchOpenData(id.output) : null;
}

async function fetchOpenData(cloudId: string): Promise<unknown> {
  const cloud = await sdk();
  countCall('wechat');
  try {
    const parsed = v.safeParse(Fetched, await withinDeadline(Promise.resolve(cloud.getOpenData({ list: [cloudId] }))));
    return parsed.success ? (parsed.output.list[0]?.data ?? null) : null;
  } catch (error) {
    if (isRefusedId(error)) return null;
    throw error;
  }
}

/** Invalid, expired, or another person's: WeChat's word on the id, not a failure of the call. */
function isRefusedId(error: unknown): boolean {
  const errCode: unknown = typeof error === 'object' && error !== null && 'errCode' in error ? error.errCode : null;
  return errCode === -601005 || errCode === -601006 || errCode === -601007;
}
