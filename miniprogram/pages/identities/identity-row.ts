// A way to sign in, by the name under which its owner knows the app.
import type { IdentityItem, Kind } from '../../../contract/doors';
import type { Ms, Opaque } from '../../../contract/reply';
import type { AppName } from '../../config';
import type { Words } from '../../i18n/dictionary';
import { fill } from '../../i18n/fill';
import { momentIn } from '../../i18n/moment';

export interface IdentityRow {
  identityId: Opaque;
  current: boolean;
  /** Which drawing stands beside it. */
  shape: Kind;
  title: string;
  /** '' where the title says it. */
  kind: string;
  linked: string;
  lastSignIn: string;
}

/** In the order that the cloud gives: this app first. `names`: by appid, in the language of `words`. */
export function rowsOf(items: readonly IdentityItem[], words: Words, names: (appId: string) => string | null, now: Ms): IdentityRow[] {
  return items.map(({ identityId, current, kind, appId, linkedAt, lastSignInAt }) => {
    const name = names(appId);
    const said = words.identities.kinds[kind];
    return {
      identityId, current, shape: kind,
      title: name ?? fill(words.identities.nameless, { kind: said, end: appId.slice(-4) }), kind: name === null ? '' : said,
      linked: momentIn(words.devices.moment, linkedAt, now), lastSignIn: momentIn(words.devices.moment, lastSignInAt, now),
    };
  });
}

/** Chinese for every kind of it, English for all other languages, as the words are. */
export function namesIn(language: string, named: Record<string, AppName>): (appId: string) => string | null {
  const spoken = language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  return (appId) => named[appId]?.[spoken] || null;
}
