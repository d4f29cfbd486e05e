// Rewrites one WXSS selector for the browser's document: tags, classes and ids of a page or component become what its nodes carry there.

/** What kind of file the selector stands in. */
export type Place = { kind: 'app' } | { kind: 'page'; path: string } | { kind: 'component'; scope: string };

const NAME = String.raw`(?:[\w-]|[^\x00-\x7f]|\\.)+`;
const TOKEN = new RegExp([
  String.raw`(?<attribute>\[(?:"[^"]*"|'[^']*'|[^\]"'])*\])`,
  `(?<pseudo>::?${NAME})`,
  String.raw`\.(?<class>${NAME})`,
  `#(?<id>${NAME})`,
  `(?<tag>${NAME}|\\*)`,
].join('|'), 'g');

/** A tag in a component's file means that component's own nodes only. */
function ownNode(place: Place): string {
  return place.kind === 'component' && place.scope ? String.raw`:where([exparser\:info-class-prefix="${place.scope}--"])` : '';
}

function tag(name: string, place: Place): string {
  if (name === '*') return `*${ownNode(place)}`;
  if (name === 'page') return place.kind === 'page' ? `wx-page:where([is="${place.path}"])` : 'wx-page';
  return `wx-${name}${ownNode(place)}`;
}

function simple(token: Record<string, string | undefined>, place: Place): string {
  if (token['attribute'] !== undefined) return token['attribute'];
  if (token['pseudo'] !== undefined) return token['pseudo'] === ':host' && place.kind === 'component' ? `:where([wx-host="${place.scope}"])` : token['pseudo'];
  if (token['class'] !== undefined) return place.kind === 'component' && place.scope ? `.${place.scope}--${token['class']}` : `.${token['class']}`;
  if (token['id'] !== undefined) return `[data-wxid="${token['id']}"]`;
  return tag(token['tag'] ?? '', place);
}

/** Arguments of `:nth-child(2n + 1)` and its like are no selectors. */
function outsideFormulas(selector: string, change: (part: string) => string): string {
  return selector.split(/(:(?:nth-[\w-]+|lang|dir)\([^)]*\))/).map((part, index) => (index % 2 ? part : change(part))).join('');
}

export function rewriteSelector(selector: string, place: Place): string {
  const rewritten = outsideFormulas(selector, (part) => part.replace(TOKEN, (...match) => simple(match.at(-1) as Record<string, string | undefined>, place)));
  if (place.kind !== 'page' || /^\s*wx-page\b/.test(rewritten)) return rewritten;
  return `:where(wx-page[is="${place.path}"]) ${rewritten.trim()}`;
}
