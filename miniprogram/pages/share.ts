// The card of a page that she shares: it leads home, with her own invitation code where there is one to be had in time.
import type { InviteWords } from '../i18n/invite';
import type { Invites } from '../services/invites';
import type { Session } from '../services/session';

const HOME = '/pages/home/home';
/** Without a picture of our own WeChat takes one of the page, with her name and id on it. */
const PICTURE = '/images/card.png';

type Card = WechatMiniprogram.Page.ICustomShareContent;

/** WeChat waits three seconds for the promise, and then sends the card without a code. */
export function cardOf(session: Pick<Session, 'account'>, invites: Pick<Invites, 'knownCode' | 'code'>, words: InviteWords): Card & { promise?: Promise<Card> } {
  const card = (inviteCode: string | null): Card => ({ title: words.card, imageUrl: PICTURE, path: inviteCode === null ? HOME : `${HOME}?invite=${inviteCode}` });
  const known = invites.knownCode();
  if (known !== null || session.account().kind !== 'signed-in') return card(known);
  return { ...card(null), promise: invites.code().then(card) };
}
