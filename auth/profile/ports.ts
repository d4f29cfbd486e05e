// What a profile asks of the world: pictures, WeChat's content check, the phone numbers it charges for, and what it shows of a person by her own tokens.
import type { Ms } from '../../contract/reply';
import type { AppId, FileId, OpenId, PhoneKey, UserId } from '../ids';
import type { AppSettings, ConsentRecord, PhoneRecord, Sealed, WeChatProfile } from '../ports';
import type { Limits } from '../session/rate';

/** What a person's write stores, what it takes the place of, and the consent that it rests on. */
export interface Storing {
  change: { nickname?: string; avatarUrl?: string; avatarFile?: FileId | null; phone?: PhoneRecord };
  /** What must still stand there: whoever changed it in between is not overwritten. */
  over: { nickname?: string | null; avatarUrl?: string | null; avatarFile?: FileId | null; phone?: PhoneKey | null };
  /** Given with this very write, or null where it was given before. */
  consent: ConsentRecord | null;
  /** What must have been consented to before, or null for nothing. */
  policy: string | null;
}

export interface Picture { bytes: Buffer; type: PictureType }
export type PictureType = 'image/jpeg' | 'image/png' | 'image/gif';

/** The cloud's files. */
export interface Files {
  /** Null where there is none that everyone may read, or it is larger than a picture may be. */
  read(file: FileId): Promise<Buffer | null>;
  /** Keeps a copy of ours under this path, readable by everyone at `url`. */
  keep(path: string, picture: Picture): Promise<{ file: FileId; url: string }>;
  /** Those that are gone already are no failure; false where one may still be there. */
  remove(files: readonly FileId[]): Promise<boolean>;
}

/** WeChat's judgement of what others will see. */
export type ContentVerdict = 'pass' | 'risky' | 'unavailable';
export interface ContentCheck { text(writer: OpenId, text: string): Promise<ContentVerdict>; picture(picture: Picture): Promise<ContentVerdict> }

/** What WeChat says of the code of a phone number button. `number`: E.164; `countryCode`: '86'. */
export type PhoneExchange =
  | { kind: 'exchanged'; number: string; countryCode: string; appId: AppId | null; timestamp: Ms }
  | { kind: 'refused'; code: 'code-invalid' | 'code-used' }
  /** `charged`: 'unknown' where no answer came, or none that could be read. */
  | { kind: 'unavailable'; code: 'wechat-busy' | 'wechat-unavailable' | 'internal'; charged: 'no' | 'unknown' };
/** `holder`: whose code it must be. */
export interface WeChatPhone { exchange(code: string, holder: OpenId): Promise<PhoneExchange> }

/** How much of what WeChat charges for was used on one day, by user and app. */
export interface PhoneBudget {
  /** Takes one; false when the day is not opened yet or nothing is left. */
  take(day: BudgetDay, userId: UserId, limits: Pick<Limits, 'phonePerDay' | 'phonePerAppPerDay'>): Promise<boolean>;
  /** Opens the day with this user's first; false when it was opened before. */
  open(day: BudgetDay, userId: UserId): Promise<boolean>;
  giveBack(day: BudgetDay, userId: UserId): Promise<void>;
}
/** `number`: days since 1970 in China; it is swept some time after `endsAt`. */
export interface BudgetDay { appId: AppId; number: number; endsAt: Ms }

/** Open data as WeChat's client hands it over, opened. */
export interface OpenData { openId: OpenId | null; unionIdPresent: boolean; nickname: string; avatarUrl: string | null; anonymous: boolean; appId: AppId | null; timestamp: Ms }

/** A sealed letter from WeChat's client: what identifies it, and how it opens with the session keys at hand (null: it does not). */
export interface Packet { hash: string; open(sessionKeys: readonly string[]): Promise<OpenData | null> }

/** `at`: when they came, from which their thirty days count. */
export interface SealedWeChatTokens extends Sealed { at: Ms }
/** A person's tokens at WeChat, by which her profile is asked for again. `accessUntil`: until when the one is good without the other. */
export interface WeChatTokens { userAccessToken: string; userRefreshToken: string; accessUntil: Ms; at: Ms }
/** Null leaves what stands. */
export interface Shown { profile: WeChatProfile | null; renewed: { over: string; tokens: SealedWeChatTokens } | null }

/** What WeChat answers to a person's own tokens. `over`: it takes them no more. */
export type Unseen = { kind: 'over' } | { kind: 'unavailable'; code: 'wechat-busy' | 'wechat-unavailable' };
export type Looked = { kind: 'shown'; profile: WeChatProfile } | Unseen;
export type Renewal = { kind: 'renewed'; tokens: Omit<WeChatTokens, 'at'> } | Unseen;

/** Never throws for what WeChat or the network does. `holder`: whose tokens they must be; of anybody else WeChat is not believed. */
export interface WeChatUser {
  look(app: AppSettings, holder: OpenId, userAccessToken: string): Promise<Looked>;
  renew(app: AppSettings, holder: OpenId, userRefreshToken: string): Promise<Renewal>;
}
