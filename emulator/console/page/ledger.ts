// Shows every call as it happens: newest journey first, its calls as bars on a timeline.
import { type Actions, openActions } from './actions';
import { type Entry, world } from './api';
import { callerOf } from './caller';
import { element, held, timeOf } from './dom';
import { addToGroups, type Group, moodOf, placeOf } from './groups';

const SHOWN_GROUPS = 200;
const KINDS = { function: '函数', wechat: '微信', database: '数据库', storage: '存储' } as const;

export interface LedgerView {
  /** Fetches what is new; says whether anything was. */
  poll(): Promise<boolean>;
  clear(): void;
}

export function openLedger(): LedgerView {
  const list = held('ledger');
  const groups = new Map<string, Group>();
  const shown = new Map<string, HTMLElement>();
  const actions = openActions();
  let last = 0;
  let lastLine = 0;

  function clear(): void {
    actions.clear();
    lastLine = 0;
    groups.clear();
    shown.clear();
    list.replaceChildren();
    last = 0;
    count(0);
  }

  function show(group: Group): void {
    const item = journey(group, actions);
    const before = shown.get(group.key);
    if (before) before.replaceWith(item);
    else list.prepend(item);
    shown.set(group.key, item);
  }

  function forgetOldest(): void {
    for (const key of [...shown.keys()].slice(0, -SHOWN_GROUPS)) {
      shown.get(key)?.remove();
      shown.delete(key);
      groups.delete(key);
      actions.forget(key);
    }
  }

  /** A line may come after the call it tells of. */
  async function readActions(): Promise<Group[]> {
    const { lines } = await world.logs(lastLine);
    lastLine = lines.at(-1)?.id ?? lastLine;
    return actions.learn(lines).flatMap((invocation) => groups.get(invocation) ?? []);
  }

  async function poll(): Promise<boolean> {
    const answer = await world.ledger(last);
    if (answer.last < last) { // the world began anew
      clear();
      return true;
    }
    last = answer.last;
    const changed = addToGroups(groups, answer.entries);
    for (const group of new Set([...changed, ...(await readActions())])) show(group);
    forgetOldest();
    if (answer.entries.length > 0) count(last);
    return answer.entries.length > 0;
  }

  return { poll, clear };
}

function count(entries: number): void {
  held('ledger-count').textContent = entries > 0 ? String(entries) : '';
  held('ledger-empty').hidden = entries > 0;
}

function journey(group: Group, actions: Actions): HTMLElement {
  return element('li', { class: 'journey', 'data-invocation': group.key }, ...group.entries.map((entry) => row(entry, group, actions)));
}

/** A function by the name of its door, and what was asked of it: over HTTP a method and a path, else the action that it logs. */
function nameOf({ kind, name, request, invocation }: Entry, actions: Actions): string {
  const asked = request ?? (kind === 'function' ? actions.of(invocation) : null);
  return asked === null ? name : `${name} ${asked}`;
}

function row(entry: Entry, group: Group, actions: Actions): HTMLElement {
  const milliseconds = entry.end - entry.start;
  return element('div', { class: `row row--${entry.kind}`, 'data-ledger-entry': String(entry.id), title: `${timeOf(entry.at)} · ${entry.invocation ?? '—'}` },
    element('span', { class: 'row__kind' }, KINDS[entry.kind]),
    element('span', { class: 'row__name', title: nameOf(entry, actions) }, nameOf(entry, actions), ...(entry.parent && entry.kind === 'function' ? [element('small', {}, ' ← 函数调用')] : [])),
    element('span', { class: 'row__depth', title: '深度 Depth' }, entry.depth === null ? '' : `↧${entry.depth}`),
    element('span', { class: 'row__person' }, callerOf(entry)),
    bar(entry, group),
    element('span', { class: 'row__time' }, `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`),
    element('span', { class: `outcome outcome--${moodOf(entry.outcome)}`, title: entry.outcome }, entry.outcome));
}

function bar(entry: Entry, group: Group): HTMLElement {
  const { left, width } = placeOf(entry, group);
  const fill = element('span', { class: 'bar-of-time__fill' });
  fill.style.left = `${left}%`;
  fill.style.width = `${Math.min(width, 100 - left)}%`;
  return element('span', { class: 'bar-of-time', 'aria-hidden': 'true' }, fill);
}
