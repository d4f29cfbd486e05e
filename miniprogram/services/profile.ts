// What the person shows of herself: read from the cloud, chosen by her, or updated from what WeChat knows.
import type { ImportedUserInfo, User } from '../../contract/doors';
import type { CallFunction } from './cloud';
import { type Consents, NoConsent } from './consent';
import type { Answer, Session } from './session';
import type { UserInfo, WeChat } from './wechat';

export interface ProfilePorts {
  callFunction: CallFunction;
  session: Session;
  consents: Consents;
  wechat: WeChat;
  /** Puts a file of this phone into cloud storage. @throws Offline */
  upload(cloudPath: string, filePath: string): Promise<string>;
  /** A name that no other file of hers has. */
  random(): string;
  /** `wx.cloud.CloudID`: marks an id for WeChat to replace by the data on its way to the function. */
  cloudId(id: string): unknown;
}

export interface Profile {
  /** @throws Offline */
  get(): Promise<Answer<User>>;
  /** What the person typed or picked. @throws Offline */
  rename(nickname: string): Promise<Answer<User>>;
  /** The picture she chose, by its temporary path on this phone. @throws Offline; NoConsent where she does not agree to its being stored */
  choosePicture(filePath: string): Promise<Answer<User>>;
  /** By a tap. @throws Offline, Declined */
  importFromWeChat(): Promise<Answer<User>>;
}

export function openProfile(ports: ProfilePorts): Profile {
  return {
    get: () => get(ports),
    rename: (nickname) => update(ports, { nickname }),
    choosePicture: (filePath) => choosePicture(ports, filePath),
    importFromWeChat: () => ports.session.replacing(() => importFromWeChat(ports)),
  };
}

async function get({ callFunction, session }: ProfilePorts): Promise<Answer<User>> {
  const answer = await session.withSession((accessToken) => callFunction('profile', { action: 'get', accessToken }));
  return answer.kind === 'value' ? remembered(session, answer.value.user) : answer;
}

/** The upload itself would store her picture, so she is asked before it; the cloud keeps a copy of its own and removes the upload. */
async function choosePicture(ports: ProfilePorts, filePath: string): Promise<Answer<User>> {
  const account = ports.session.account();
  if (account.kind !== 'signed-in') return account;
  if (!(await ports.consents.isGiven())) throw new NoConsent('the picture is not uploaded without her consent');
  const avatarFileId = await ports.upload(`avatar-uploads/${account.user.id}/${ports.random()}.${extensionOf(filePath)}`, filePath);
  return update(ports, { avatarFileId });
}

/** For a person who looks into cloud storage; the cloud goes by the bytes. */
function extensionOf(filePath: string): string {
  return /\.([a-z0-9]{2,5})$/i.exec(filePath)?.[1]?.toLowerCase() ?? 'jpg';
}

async function update({ callFunction, session, consents }: ProfilePorts, change: { nickname: string } | { avatarFileId: string }): Promise<Answer<User>> {
  const answer = await consents.storing((accessToken, given) => callFunction('profile', { action: 'update', accessToken, ...change, ...given }));
  return answer.kind === 'value' ? remembered(session, answer.value.user) : answer;
}

/**
 * The order matters. The data is encrypted under the key of the latest login, so a void login is renewed, and its code exchanged,
 * before the data is asked for; a login in between would make the cloud open it with the wrong key.
 */
async function importFromWeChat(ports: ProfilePorts): Promise<Answer<User>> {
  const { session, wechat } = ports;
  const account = session.account();
  if (account.kind !== 'signed-in') return account;
  if (!(await wechat.checkSession())) {
    const signedIn = await session.signIn();
    if (signedIn.kind !== 'value') return signedIn;
  }
  const imported = await importOnce(ports);
  if (imported.kind === 'refused' && imported.refusal.retry === 'new-code') return importAfterFreshCode(ports);
  return concludeImport(ports, imported);
}

/** The cloud holds no key that opens the data, for instance after a silent sign-in: a fresh code brings one, once. */
async function importAfterFreshCode(ports: ProfilePorts): Promise<Answer<User>> {
  const signedIn = await ports.session.signIn();
  return signedIn.kind === 'value' ? concludeImport(ports, await importOnce(ports)) : signedIn;
}

async function importOnce({ callFunction, consents, wechat, cloudId }: ProfilePorts): Promise<Answer<ImportedUserInfo>> {
  const info = await wechat.getUserInfo();
  return consents.storing((accessToken, given) => callFunction('profile', { action: 'import-user-info', accessToken, ...evidence(info, cloudId), ...given }));
}

function evidence({ cloudID, encryptedData, iv, rawData, signature }: UserInfo, cloudId: ProfilePorts['cloudId']) {
  return cloudID ? { cloudID: cloudId(cloudID) } : { encryptedData, iv, rawData, signature };
}

/** `freshCodeWanted`: the data names the person across apps, but only a code's exchange may decide that. */
async function concludeImport({ session }: ProfilePorts, imported: Answer<ImportedUserInfo>): Promise<Answer<User>> {
  if (imported.kind !== 'value') return imported;
  return imported.value.freshCodeWanted ? session.signIn() : remembered(session, imported.value.user);
}

function remembered(session: Session, user: User): Answer<User> {
  session.remember(user);
  return { kind: 'value', value: user };
}
