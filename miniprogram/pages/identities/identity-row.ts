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
  return items.map((item) => ({
    identityId: item.identityId, current: item.current, shape: item.kind,
    title: titleOf(item, words, names), kind: names(item.appId) === null ? '' : words.identities.kinds[item.kind],
    linked: momentIn(words.devices.moment, item.linkedAt, now), lastSignIn: momentIn(words.devices.moment, item.lastSignInAt, now),
  }));
}

/** The app's name; where it has none, its kind and the end of its appid. */
export function titleOf({ kind, appId }: Pick<IdentityItem, 'kind' | 'appId'>, words: Words, names: (appId: string) => string | null): string {
  return names(appId) ?? fill(words.identities.nameless, { kind: words.identities.kinds[kind], end: appId.slice(-4) });
}

/** Chinese for every kind of it, English for all other languages, as the words are. */
export function namesIn(language: string, named: Record<string, AppName>): (appId: string) => string | null {
  const spoken = language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  return (appId) => named[appId]?.[spoken] || null;
}
