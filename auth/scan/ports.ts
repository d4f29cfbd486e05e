// What signing in by a scanned mini-program code asks of the world beside the flows of every web sign-in.
import type { Ms } from '../../contract/reply';
import type { AppSettings, Rate } from '../ports';
import type { Result } from '../result';

/** Who asks to be signed in, as the person on the phone is shown it. */
export interface ScanAsked { ipPrefix: string | null; browser: string | null; matchNumber: string; startedAt: Ms }

/** How many codes of one address wait at the same time. */
export interface ScanBudget {
  /** Takes a place now, which is free again at `until`; false where the rate is used up. */
  take(address: string, place: { now: Ms; until: Ms; rate: Rate }): Promise<boolean>;
}

/** Draws a mini-program code that opens the page for scans with this scene: a data: address. Refuses: wechat-busy, wechat-unavailable, internal (ours to mend). */
export interface ProgramCodes { draw(app: AppSettings, scene: string): Promise<Result<string>> }
