// The way from a built-in component to the phone that is made later, at boot.
import type { BaseLibrary } from './base-library';
import type { Privacy } from './privacy/privacy';
import type { ShareAsked } from './shell/share';
import type { Sheets } from './shell/sheets';
import type { Post } from './transport';

export interface Phone {
  library: BaseLibrary;
  post: Post;
  privacy: Privacy;
  sheets: Sheets;
  /** The page on top, to somebody the person chooses. */
  share(asked: ShareAsked): Promise<void>;
}

let current: Phone | null = null;

export function usePhone(made: Phone): void {
  current = made;
}

export function phone(): Phone {
  if (!current) throw new Error('the phone has not started');
  return current;
}
