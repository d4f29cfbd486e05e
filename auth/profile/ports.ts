// What a profile asks of the world: pictures, WeChat's content check, and the phone numbers it charges for.
import type { Ms } from '../../contract/reply';
import type { AppId, FileId, OpenId, UserId } from '../ids';
import type { Limits } from '../session/rate';

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
