// A phone for the services' tests: its storage, its clock, its WeChat, and a cloud whose every answer the test writes.
import { type AccountLife, openAccountLife } from '../../miniprogram/services/account';
import { openCloud } from '../../miniprogram/services/cloud';
import { type Consents, openConsents } from '../../miniprogram/services/consent';
import { type Invites, openInvites } from '../../miniprogram/services/invites';
import { type Linking, openLinking } from '../../miniprogram/services/linking';
import { openPhoneNumber, type PhoneNumber } from '../../miniprogram/services/phone-number';
import { openProfile, type Profile } from '../../miniprogram/services/profile';
import { openScan, type Scan } from '../../miniprogram/services/scan';
import { openSession, type Session } from '../../miniprogram/services/session';
import { openSessions, type Sessions } from '../../miniprogram/services/sessions';
import { openAccountStore, openBroughtStore, openConsentStore } from '../../miniprogram/services/storage';
import { openUpload } from '../../miniprogram/services/upload';
import type { UserInfo, WeChat } from '../../miniprogram/services/wechat';

export type Request = Record<string, unknown>;
/** Answers by 'door/action'; a call without one is a failed transport. */
export type Answers = Record<string, (request: Request) => unknown>;

export interface Phone {
  session: Session;
  profile: Profile;
  sessions: Sessions;
  consents: Consents;
  phoneNumber: PhoneNumber;
  accountLife: AccountLife;
  linking: Linking;
  invites: Invites;
  scan: Scan;
  /** Everything asked of WeChat and the cloud, in order: 'wx.login', 'session/renew' … */
  asked: string[];
  requests: Request[];
  answers: Answers;
  /** The same storage and clock with new services, as after the app was killed. */
  restart(): Phone;
}

export const NOW = 1_800_000_000_000;
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const POLICY = '2026-11-20';
export const ALICE = { id: 'u_alice', nickname: 'Alice', avatarUrl: null, phone: null };

export function tokens(generation: number, refreshTokenExpiresAt = NOW + 30 * DAY) {
  return { accessToken: `access-${generation}`, accessTokenExpiresAt: NOW + 15 * MINUTE, refreshToken: `refresh-${generation}`, refreshTokenExpiresAt };
}

export const ok = (value: unknown) => ({ ok: true, value });

export function refused(code: string, retry = 'sign-in') {
  return { ok: false, refusal: { code, message: 'No.', retry, retryAt: null, requestId: 'r1' } };
}

interface Setup {
  answers?: Answers; shelf?: Map<string, string>; now?: () => number; sessionStands?: boolean; userInfo?: UserInfo;
  /** What the person answers to the consent sheet. */
  agrees?: boolean;
  policyVersion?: string;
  /** How an upload fails; without it, it does not. */
  uploadFails?: object;
}

const USER_INFO: UserInfo = { cloudID: '1_cloud', encryptedData: 'e', iv: 'i', rawData: '{}', signature: 's' };

export function aPhone({ answers = {}, shelf = new Map(), now = () => NOW, sessionStands = true, userInfo = USER_INFO, agrees = true, policyVersion = POLICY, uploadFails }: Setup = {}): Phone {
  const asked: string[] = [];
  const requests: Request[] = [];
  const wechat: WeChat = {
    async login() { asked.push('wx.login'); return `code-${asked.length}`; },
    async checkSession() { asked.push('wx.checkSession'); return sessionStands; },
    async getUserInfo() { asked.push('wx.getUserInfo'); return userInfo; },
  };
  const callFunction = openCloud({
    async callFunction({ name, data }) {
      const request = data as Request;
      const call = `${name}/${request['action'] as string}`;
      asked.push(call);
      requests.push(request);
      const answer = answers[call];
      if (!answer) throw new Error(`${call} has no answer`);
      return { result: await answer(request) };
    },
  });
  const kept = { get: (key: string) => JSON.parse(shelf.get(key) ?? '""') as unknown, set: (key: string, value: object) => { shelf.set(key, JSON.stringify(value)); } };
  const [store, brought] = [openAccountStore(kept), openBroughtStore(kept)];
  const session = openSession({ callFunction, store, brought, now, login: wechat.login, device: () => ({ platform: 'ios', model: 'iPhone 15' }) });
  // The sheet's own part of an agreement, as services/privacy.ts does it: it is remembered before the question is answered.
  const ask = async () => { asked.push('the person'); if (agrees) consents.agree(); return agrees; };
  const consents: Consents = openConsents({ session, store: openConsentStore(kept), policyVersion, ask });
  const upload = openUpload({
    async uploadFile({ cloudPath, filePath }) {
      asked.push(`upload ${filePath} ${cloudPath}`);
      if (uploadFails) throw uploadFails;
      return { fileID: `cloud://${cloudPath}` };
    },
  });
  const profile = openProfile({ callFunction, session, consents, wechat, upload, random: () => 'r1', cloudId: (id) => ({ $cloudID: id }) });
  const sessions = openSessions({ callFunction, session });
  return {
    session, profile, sessions, consents, asked, requests, answers,
    phoneNumber: openPhoneNumber({ callFunction, session, consents }), accountLife: openAccountLife({ callFunction, session }), linking: openLinking({ callFunction, session, profile, now }),
    invites: openInvites({ callFunction, session, store, brought, now }), scan: openScan({ callFunction, session }),
    restart: () => aPhone({ answers, shelf, now, sessionStands, userInfo, agrees, policyVersion }),
  };
}

/** Signed in with the first tokens; what was asked on the way is forgotten. */
export async function aSignedInPhone(setup: Setup & { refreshTokenExpiresAt?: number } = {}): Promise<Phone> {
  const phone = aPhone(setup);
  const signIn = phone.answers['session/sign-in'];
  phone.answers['session/sign-in'] = () => ok({ ...tokens(1, setup.refreshTokenExpiresAt), user: ALICE, isNew: true });
  await phone.session.signIn();
  if (signIn) phone.answers['session/sign-in'] = signIn;
  phone.asked.length = 0;
  phone.requests.length = 0;
  return phone;
}

/** A profile door that accepts one access token and refuses all others. */
export function profileFor(accessToken: string, otherwise = refused('token-expired', 'renew')) {
  return (request: Request) => (request['accessToken'] === accessToken ? ok({ user: ALICE }) : otherwise);
}

export function count(phone: Phone, call: string): number {
  return phone.asked.filter((asked) => asked === call).length;
}

/** A promise that waits until `open` is called: holds an answer back. */
export function aGate(): { passed: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => { open = resolve; });
  return { passed, open };
}
