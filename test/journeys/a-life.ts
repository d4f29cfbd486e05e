// What a person gives of herself by her phone, and what an operator and the timer do beside.
import fs from 'node:fs';
import path from 'node:path';
import type { OperatorDoor } from '../../contract/operator';
import type { Reply } from '../../contract/reply';
import type { Conversation, LocalWorld, Tested } from '../support/local-world';
import type { From, Journey } from './a-journey';

type WithoutKey<R> = R extends unknown ? Omit<R, 'caller' | 'secret'> : never;
export type OperatorRequest = WithoutKey<OperatorDoor[0]>;
export interface Housekept { chained: number; erased: number; swept: number; head: { seq: number; hash: string } | null }
export interface StoredFile { fileId: string; bytes: number; contentType: string; uploadedBy: string | null }

/** A PNG by its first bytes; the rest tells pictures apart. */
export function aPicture(text: string): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(text)]);
}

async function ask<R>(world: LocalWorld, person: string, api: string, args: Record<string, unknown>, from: From = {}): Promise<R> {
  const answer = await world.phone<R & Record<string, unknown>>(person, api, { ...from, args });
  if (!answer.ok) throw new Error(`${api}: ${answer.error.errMsg}`);
  return answer.result;
}

/** Chosen from her album, or her WeChat picture where none is given; the temporary file's path. */
export async function chooseAvatar(world: LocalWorld, person: string, picture: Buffer | null = null): Promise<string> {
  const { avatarUrl } = await ask<{ avatarUrl: string }>(world, person, 'chooseAvatar', picture === null ? {} : { contentBase64: picture.toString('base64'), fileName: 'album.png' });
  return avatarUrl;
}

export async function upload(world: LocalWorld, person: string, cloudPath: string, filePath: string): Promise<string> {
  const { fileID } = await ask<{ fileID: string }>(world, person, 'cloud.uploadFile', { cloudPath, filePath });
  return fileID;
}

/** Bytes that no button chose: what a client of its own making sends. */
export async function uploadBytes(world: LocalWorld, person: string, cloudPath: string, bytes: Buffer): Promise<string> {
  const { fileID } = await ask<{ fileID: string }>(world, person, 'cloud.uploadFile', { cloudPath, contentBase64: bytes.toString('base64') });
  return fileID;
}

/** The file id of a picture that she chose and her phone uploaded into her own folder. */
export async function chosenPicture(world: LocalWorld, person: string, userId: string, picture: Buffer | null = null): Promise<string> {
  return upload(world, person, `avatar-uploads/${userId}/chosen.png`, await chooseAvatar(world, person, picture));
}

/** A fresh code of the getPhoneNumber button. */
export async function phoneCode(world: LocalWorld, person: string, from: From = {}): Promise<string> {
  return (await ask<{ code: string }>(world, person, 'getPhoneNumber', {}, from)).code;
}

export async function storedFiles(world: LocalWorld): Promise<StoredFile[]> {
  return (await world.control<{ files: StoredFile[] }>('GET', '/emulator/storage')).files;
}

/** A world and the folder of its data, where an operator's key lies. */
type Owned = Conversation & { data: string };

/** The key that this world wrote for whoever owns the machine. */
export function operatorKey(world: Pick<Owned, 'data'>): { caller: string; secret: string } {
  const [caller = '', secret = ''] = fs.readFileSync(path.join(world.data, 'operator-key'), 'utf8').trim().split('.');
  return { caller, secret };
}

/** As the cloud console's test button calls: without a user. */
export async function operate<R>(world: Owned, request: OperatorRequest): Promise<{ reply: Reply<R>; invocation: string }> {
  return called(await world.testFunction<Reply<R>>('operator', { ...operatorKey(world), ...request }));
}

export async function operated<R>(world: Owned, request: OperatorRequest): Promise<R> {
  const { reply } = await operate<R>(world, request);
  if (!reply.ok) throw new Error(`the operator was refused: ${JSON.stringify(reply.refusal)}`);
  return reply.value;
}

export async function operatorJudge(world: Owned, request: OperatorRequest): Promise<string> {
  const { reply } = await operate(world, request);
  return reply.ok ? 'ok' : reply.refusal.code;
}

/** One run of the timer, out of its turn. */
export async function keepHouse(world: Conversation): Promise<{ reply: Reply<Housekept>; invocation: string }> {
  return called(await world.testFunction<Reply<Housekept>>('housekeeping', {}, null, 'wx_trigger'));
}

function called<R>(tested: Tested<R>): { reply: R; invocation: string } {
  if (!tested.ok) throw new Error(tested.error.errMsg);
  return { reply: tested.result, invocation: tested.invocation };
}

/** Every name under which WeChat knows a person. */
export async function weChatIds(world: LocalWorld, person: string): Promise<string[]> {
  const { people } = await world.control<{ people: { name: string; openids: Record<string, string>; unionids: Record<string, string> }[] }>('GET', '/emulator/people');
  const found = people.find(({ name }) => name === person);
  return [...Object.values(found?.openids ?? {}), ...Object.values(found?.unionids ?? {})];
}

/** The code of every action that wants a live session; what an action would do is harmless where it is let through. */
export async function everyPath(world: Journey, person: string, { accessToken, refreshToken }: { accessToken: string; refreshToken: string }, from: From = {}): Promise<Record<string, string>> {
  const paths = [
    ['session', { action: 'sign-in' }], ['session', { action: 'renew', refreshToken }], ['session', { action: 'list', accessToken }], ['session', { action: 'revoke', accessToken, sessionId: 'none' }],
    ['profile', { action: 'get', accessToken }], ['profile', { action: 'update', accessToken, nickname: 'Another' }], ['profile', { action: 'bind-phone', accessToken, code: 'none' }],
    ['profile', { action: 'import-user-info', accessToken, cloudID: 'none' }], ['account', { action: 'identities', accessToken }], ['account', { action: 'history', accessToken }], ['account', { action: 'export', accessToken }],
    ['account', { action: 'link-start', accessToken }], ['account', { action: 'link-preview', accessToken, linkCode: 'none' }], ['account', { action: 'link-finish', accessToken, linkCode: 'none' }], ['account', { action: 'unlink', accessToken, identityId: 'none' }],
    ['notes', { action: 'add', accessToken, text: 'a note' }], ['notes', { action: 'list', accessToken }],
  ] as const;
  const codes: Record<string, string> = {};
  for (const [door, request] of paths) codes[`${door} ${request.action}`] = await world.judge(person, door, request, from);
  return codes;
}

const TIMER_MS = 600_000;

/** Moves the clock to a minute after a moment of the timer: it stays away for nine. Whole days from there are such minutes too. */
export async function betweenTimers(world: Conversation): Promise<void> {
  const { now } = await world.control<{ now: number }>('GET', '/emulator/clock');
  await world.control('POST', '/emulator/clock', { now: (Math.floor(now / TIMER_MS) + 1) * TIMER_MS + 60_000 });
}
