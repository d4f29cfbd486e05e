// Builds the world that the rules ask for, once per instance, from the function's environment.
import type { AppSettings, Caller, Clock } from '../auth/ports';
import { checkCache } from '../auth/session/cached-check';
import { credentials } from '../cloudbase/collections/app-tokens';
import { audit } from '../cloudbase/collections/audit';
import { belongings } from '../cloudbase/collections/belongings';
import { expiring } from '../cloudbase/collections/expiring';
import { identities } from '../cloudbase/collections/identities';
import { invites } from '../cloudbase/collections/invites';
import { journal } from '../cloudbase/collections/journal';
import { links } from '../cloudbase/collections/links';
import { notes } from '../cloudbase/collections/notes';
import { phoneBudget } from '../cloudbase/collections/phone-budget';
import { scanBudget } from '../cloudbase/collections/scan-budget';
import { unions } from '../cloudbase/collections/unions';
import { users } from '../cloudbase/collections/users';
import { webFlows } from '../cloudbase/collections/web-flows';
import { readConfiguration } from '../cloudbase/configuration';
import { Misconfigured } from '../cloudbase/environment';
import { files } from '../cloudbase/files';
import { countCall, remaining } from '../cloudbase/invocation';
import { alarm, failed, notice } from '../cloudbase/log';
import { mergeHook } from '../cloudbase/merge-hook';
import { askOpenApi } from '../cloudbase/open-api';
import { cloudIdOf, openCloudId } from '../cloudbase/open-data';
import { random, refreshTokenKeys, sealWith } from '../cloudbase/secrets';
import { weChatLogin } from '../wechat/login';
import { packetHash, sealedPacket } from '../wechat/open-data/packet';
import { readUserInfo } from '../wechat/open-data/user-info';
import { weChatPhone } from '../wechat/phonenumber/get-phone-number';
import { weChatContentCheck } from '../wechat/security/content-check';
import type { ImportByCloudIdRequest, ImportBySessionKeyRequest } from '../contract/doors';
import type { Packet } from '../auth/profile/ports';

/** WeChat answers within this or is left out (REL-09). */
const WECHAT_MS = 3000;

export type World = ReturnType<typeof build>;

let built: World | null = null;

/** @throws Misconfigured at every call while the environment is wrong: the function refuses to work, and its log says why. */
export function world(): World {
  built ??= build();
  return built;
}

/** @throws Misconfigured for an app that WECHAT_APPS does not name */
export function appOf(caller: Caller): AppSettings {
  const app = world().apps.get(caller.appId);
  if (app === undefined) throw new Misconfigured(`WECHAT_APPS has no entry for ${caller.appId}.`);
  return app;
}

/** The user info of a request, by cloudID or under the session_key. */
export function userInfoPacket(caller: Caller, request: ImportByCloudIdRequest | ImportBySessionKeyRequest): Packet {
  if (!('cloudID' in request)) return sealedPacket(request);
  const { cloudID } = request;
  return { hash: packetHash(cloudIdOf(cloudID)), open: async () => readUserInfo(await openCloudId(caller, 'cloudID', cloudID)) };
}

function build() {
  const settings = readConfiguration(process.env);
  const clock: Clock = { now: () => Date.now() };
  const endpoint = { base: settings.wechatApiBase, budget: () => { countCall('wechat'); return remaining(WECHAT_MS); } };
  return {
    configuration: settings, endpoint, apps: settings.apps, clock, random, alarm, failed, identities, users, unions, notes, audit, journal, links, invites, webFlows, scanBudget, credentials, belongings, expiring, files, phoneBudget,
    contentCheck: weChatContentCheck(askOpenApi, notice), wechatPhone: weChatPhone(askOpenApi, { alarm, notice }), phoneSeal: sealWith(settings.sealKeys, 'phone'),
    mergeHook: settings.mergeHook === null ? null : mergeHook(settings.mergeHook),
    policyVersion: settings.policyVersion, operators: settings.operators,
    pause: (milliseconds: number) => new Promise<void>((resolve) => { setTimeout(resolve, milliseconds); }),
    factsSeal: sealWith(settings.sealKeys, 'web-facts'), seal: sealWith(settings.sealKeys, 'session-key'), wechat: weChatLogin(endpoint, { alarm, notice }), indexKey: settings.indexKey,
    mint: { issuer: settings.publicOrigin, signingKey: settings.signingKey, macKeys: refreshTokenKeys(settings.sealKeys), random },
    reader: { keys: settings.verifyingKeys, issuer: settings.publicOrigin },
    limits: settings.limits, checks: checkCache(), openDays: new Set<string>(),
  };
}
