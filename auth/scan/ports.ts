// What signing in by a scanned mini-program code asks of the world beside the flows of every web sign-in.
import type { Ms } from '../../contract/reply';
import type { AppSettings, Rate } from '../ports';
import type { Result } from '../result';

/** Who asks to be signed in, as the person on the phone is shown it; and whose count it stands in. */
export interface ScanAsked { ipPrefix: string | null; browser: string | null; matchNumber: string; startedAt: Ms; place: ScanPlace }

/** One code of an address that waits. `address`: its keyed hash. */
export interface ScanPlace { address: string; at: Ms }

/** How many codes of one address wait at the same time. */
export interface ScanBudget {
  /** Takes a place, which is free again at `until`; where the rate is used up, the moments of those that wait. */
  take(place: ScanPlace, until: Ms, rate: Rate): Promise<true | Ms[]>;
  /** Nothing waits there any more. */
  giveBack(place: ScanPlace): Promise<void>;
}

/** Draws a mini-program code that opens the page for scans with this scene: a data: address. Refuses: wechat-busy, wechat-unavailable, internal (ours to mend). */
export interface ProgramCodes { draw(app: AppSettings, scene: string): Promise<Result<string>> }
