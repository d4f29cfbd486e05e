// The packed style sheets without what nothing on the phone can show: rules for sizes and themes that nobody names, and fallbacks of variables.
import postcss from 'postcss';

/** Every word that code or a template may make a class of: `size="small"`, `['column', …]`, `--ghost`. A comment counts too; that only keeps more. */
function wordsOf(texts) {
  return new Set(texts.flatMap((text) => text.match(/[\w-]+/g) ?? []).flatMap((word) => [word, ...word.split('--')]));
}

/** `t-button--size-small` is made of the value `small`, `t-button--danger` of `danger`; a class without `--` is always possible. */
function isPossible(name, words) {
  const [, modifier] = /--(.+)$/.exec(name) ?? [];
  return modifier === undefined || words.has(modifier) || (modifier.includes('-') && words.has(modifier.slice(modifier.indexOf('-') + 1)));
}

/** What stands in `:not(…)` need not be there for the rule to count. */
function isSelectorPossible(selector, words) {
  return [...selector.replace(/:not\([^)]*\)/g, '').matchAll(/\.([\w-]+)/g)].every(([, name]) => isPossible(name, words));
}

/** Where the parenthesis that opens just before `from` closes. */
function closingOf(text, from) {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`${text} does not close its parentheses`);
}

/** `var(--a, b)` is `b` where nobody sets `--a`, and `var(--a)` where the whole page does. */
function settled(value, { everywhere, somewhere }) {
  const start = value.indexOf('var(');
  if (start < 0) return value;
  const end = closingOf(value, start + 4);
  const inside = value.slice(start + 4, end);
  const comma = inside.indexOf(',');
  const name = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  const fallback = comma < 0 ? null : settled(inside.slice(comma + 1).trim(), { everywhere, somewhere });
  return value.slice(0, start) + variable(name, fallback, { everywhere, somewhere }) + settled(value.slice(end + 1), { everywhere, somewhere });
}

function variable(name, fallback, { everywhere, somewhere }) {
  if (fallback === null || everywhere.has(name)) return `var(${name})`;
  return somewhere.has(name) ? `var(${name},${fallback})` : fallback;
}

/**
 * `everywhere`: the variables that app.wxss gives to `page`, from which every node has them. `somewhere`: those that a sheet sets, or that
 * any other text so much as names.
 */
function variablesSet(appSheet, sheets, texts) {
  const everywhere = new Set();
  postcss.parse(appSheet).walkRules('page', (rule) => { rule.walkDecls(/^--/, ({ prop }) => { everywhere.add(prop); }); });
  const somewhere = new Set(texts.flatMap((text) => text.match(/--[\w-]+/g) ?? []));
  for (const sheet of sheets) postcss.parse(sheet).walkDecls(/^--/, ({ prop }) => { somewhere.add(prop); });
  return { everywhere, somewhere };
}

function leaner(sheet, words, variables) {
  const root = postcss.parse(sheet);
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && /keyframes$/.test(rule.parent.name)) return;
    const possible = rule.selectors.filter((selector) => isSelectorPossible(selector, words));
    if (possible.length === 0) rule.remove();
    else if (possible.length < rule.selectors.length) rule.selectors = possible;
  });
  root.walkDecls((declaration) => { declaration.value = settled(declaration.value, variables); });
  return root.toString();
}

/**
 * Gives a function that makes a packed sheet lean without changing what is shown. `texts`: all templates and code, packed and own;
 * `sheets`: all style sheets; `appSheet`: app.wxss, '' where there is none.
 */
export function leanSheets({ appSheet, sheets, texts }) {
  const words = wordsOf(texts);
  const variables = variablesSet(appSheet, sheets, texts);
  return (sheet) => leaner(sheet, words, variables);
}
