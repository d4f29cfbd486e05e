// One sign-in on its way: the world it asks, what it knows, and how it ends.
import type { Ms } from '../../contract/reply';
import type { IdentityKey, InviteKey } from '../ids';
import type { Invites } from '../invite/ports';
import type { Alarm, AppSettings, Caller, ConsentRecord, Opening, Session, Union, UserRecord } from '../ports';
import type { MergingWorld } from '../merge/merge';
import type { TokenMint } from '../session/issue';
import type { Seal } from '../keys';
import type { WeChatLogin } from './ports';
import type { Limits } from '../session/rate';

export interface SignInWorld extends MergingWorld {
  alarm: Alarm; seal: Seal; wechat: WeChatLogin; mint: TokenMint;
  limits: Limits; policyVersion: string | null; invites: Invites;
}

/** Who signs in, in which union, and the session that will be opened. */
export interface Attempt {
  app: AppSettings; caller: Caller; key: IdentityKey; union: Union | null; now: Ms; opening: Opening; isBearer: boolean; consent: ConsentRecord | null; wish: Wish; invite: InviteKey | null;
  /** How often this person was erased before. */
  generation: number;
}

/** Whether the person confirmed that an account which waits to be erased goes on. */
export type Wish = 'keep-account' | 'sign-in-only';

/** Whom a round signed in, and by which session. Where a round ends with none, someone else was faster: look again. */
export interface Greeting { user: UserRecord; isNew: boolean; session: Session }
