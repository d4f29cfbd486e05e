// Changes what a person says of herself: a nickname and a picture that WeChat's content check lets pass.
import type { User } from '../../contract/doors';
import { fileId } from '../ids';
import type { AppSettings, Caller, Random, Users } from '../ports';
import { accept, refuse } from '../result';
import type { Result } from '../result';
import { authenticate } from '../session/authenticate';
import type { AuthenticateWorld } from '../session/authenticate';
import { asUser } from './as-user';
import { discard, keepPicture, ownPicture } from './avatar';
import type { Kept } from './avatar';
import { judgeConsent } from './consent';
import type { ConsentWorld } from './consent';
import { normaliseNickname } from './nickname';
import type { ContentCheck, Files } from './ports';
import { storeProfile } from './store';

export interface UpdateWorld extends AuthenticateWorld, ConsentWorld { users: Users; random: Random; contentCheck: ContentCheck; files: Files }

/** Null leaves as it is. `avatarFileId`: a file that the phone uploaded. */
export interface ProfileChange { nickname: string | null; avatarFileId: string | null; policyVersion: string | null }

/**
 * Refuses: bad-request (a nickname of which nothing remains; no file id), token-*, session-revoked, user-blocked, account-closed,
 * consent-required, not-found (no such file, or too large), declined (not a picture; WeChat's content check finds it risky),
 * wechat-unavailable (it could not be checked: nothing unchecked is stored). Calls: 2 and the checks.
 */
export async function updateProfile(world: UpdateWorld, app: AppSettings, caller: Caller, accessToken: string, change: ProfileChange): Promise<Result<{ user: User }>> {
  const nickname = change.nickname === null ? null : normaliseNickname(change.nickname);
  if (change.nickname !== null && nickname === null) return refuse('bad-request', 'Nothing remains of the nickname once it is normalised.');
  const upload = change.avatarFileId === null ? null : fileId(change.avatarFileId);
  if (change.avatarFileId !== null && upload === null) return refuse('bad-request', 'avatarFileId is no file id of cloud storage.');
  const session = await authenticate(world, app, caller, accessToken);
  if (!session.ok) return session;
  const { user } = session.value;
  const newName = nickname === user.nickname ? null : nickname;
  const newUpload = upload === user.avatarFile ? null : upload;
  if (newName === null && newUpload === null) return accept({ user: asUser(user) });
  const terms = judgeConsent(world, user, change.policyVersion, { at: world.clock.now(), appId: caller.appId, action: 'profile/update', ipPrefix: caller.ipPrefix });
  if (!terms.ok) return terms;
  const named = await checkNickname(world, caller, newName);
  if (!named.ok) return named;
  const pictured: Result<Kept> = newUpload === null ? accept({}) : await keepPicture(world, newUpload);
  if (!pictured.ok) {
    // What was declined is not asked for again; what could not be checked may be.
    if (pictured.refused.code === 'declined') await discard(world, user, null, newUpload);
    return pictured;
  }
  const stored = await storeProfile(world, user, { ...terms.value, change: { ...named.value, ...pictured.value } }, () => null);
  const superseded = stored.ok ? ownPicture(stored.value.before) : (pictured.value.avatarFile ?? null);
  if (newUpload !== null) await discard(world, user, superseded, stored.ok || stored.refused.code !== 'conflict-retry' ? newUpload : null);
  return stored.ok ? accept({ user: stored.value.user }) : stored;
}

async function checkNickname(world: UpdateWorld, caller: Caller, nickname: string | null): Promise<Result<{ nickname?: string }>> {
  if (nickname === null) return accept({});
  switch (await world.contentCheck.text(caller.openId, nickname)) {
    case 'pass': return accept({ nickname });
    case 'risky': return refuse('declined', 'The content check of WeChat does not let this nickname pass; choose another.');
    case 'unavailable': return refuse('wechat-unavailable', 'The nickname could not be checked; ask again later.');
  }
}
