// WeChat's interfaces through the cloud's own way to them: no access_token is held here.
import { countCall, withinDeadline } from './invocation';
import { sdk } from './sdk';

/** WeChat's answer as it came, or the code it refused with; null where nothing that is a code came. */
export type OpenApiAnswer = { ok: true; answer: unknown } | { ok: false; errCode: number | null };

/** WeChat answers within this or is left out (REL-09). */
const LONGEST_MS = 3000;

/** `cloud.openapi.<group>.<name>`. Never throws for what WeChat, the cloud or the network does. */
export async function askOpenApi(group: string, name: string, request: object): Promise<OpenApiAnswer> {
  const cloud = await sdk();
  countCall('wechat');
  try {
    const ask = cloud.openapi[group]?.[name];
    if (ask === undefined) throw new TypeError(`The SDK has no cloud.openapi.${group}.${name}.`);
    return { ok: true, answer: await withinDeadline(Promise.resolve(ask(request)), LONGEST_MS) };
  } catch (error) {
    return { ok: false, errCode: errCodeOf(error) };
  }
}

function errCodeOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null && 'errCode' in error && typeof error.errCode === 'number' ? error.errCode : null;
}
