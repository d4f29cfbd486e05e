// createSelectorQuery: where the nodes of a page or component stand on the screen, how large they are, how far they are scrolled.
import * as glassEasel from 'glass-easel';
import type { Caller } from '../engine/caller';
import { visibleArea } from '../engine/viewport';
import { NotEmulated } from '../not-emulated';

type Fields = Record<string, unknown>;
type Answer = Record<string, unknown> | null;
type Told = (answer: Answer | Answer[]) => void;

interface NodesRef {
  boundingClientRect(told?: Told): SelectorQuery;
  scrollOffset(told?: Told): SelectorQuery;
  fields(fields: Fields, told?: Told): SelectorQuery;
  context(told?: Told): SelectorQuery;
  node(told?: Told): SelectorQuery;
}

export interface SelectorQuery {
  in(component: Caller): SelectorQuery;
  select(selector: string): NodesRef;
  selectAll(selector: string): NodesRef;
  selectViewport(): NodesRef;
  exec(told?: (answers: (Answer | Answer[])[]) => void): SelectorQuery;
}

/** What one call of boundingClientRect, scrollOffset or fields asks. */
interface Question { find(): Answer | Answer[]; told: Told | undefined }

const NOT_BUILT = ['context', 'node'];
const RECT: Fields = { id: true, dataset: true, rect: true, size: true };
const SCROLL: Fields = { id: true, dataset: true, scrollOffset: true };

/** A node with a virtual host has none of its own: the first that it renders stands for it. */
function domOf(node: glassEasel.Node): HTMLElement | null {
  const own = 'getBackendElement' in node ? node.getBackendElement() : null;
  if (own instanceof HTMLElement) return own;
  if (!('getComposedChildren' in node)) return null;
  for (const child of node.getComposedChildren()) {
    const found = domOf(child);
    if (found) return found;
  }
  return null;
}

/** Counted from the top left of what the page shows, as WeChat does. */
function rectOf(dom: HTMLElement): Record<'left' | 'top' | 'right' | 'bottom', number> {
  const { left, top, right, bottom } = dom.getBoundingClientRect();
  const area = visibleArea(dom);
  return { left: left - area.left, top: top - area.top, right: right - area.left, bottom: bottom - area.top };
}

function scrollOf(dom: HTMLElement): Record<string, number> {
  return { scrollLeft: dom.scrollLeft, scrollTop: dom.scrollTop, scrollWidth: dom.scrollWidth, scrollHeight: dom.scrollHeight };
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function propertiesOf(element: glassEasel.Element, names: string[]): Record<string, unknown> {
  const data = ('data' in element ? element.data : {}) as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, data[name]]));
}

function describe(element: glassEasel.Element, fields: Fields): Answer {
  const dom = domOf(element);
  if (!dom) return null;
  const style = window.getComputedStyle(dom);
  return {
    ...(fields['id'] ? { id: element.id } : {}),
    ...(fields['dataset'] ? { dataset: element.dataset } : {}),
    ...(fields['mark'] ? { mark: element.collectMarks() } : {}),
    ...(fields['rect'] ? rectOf(dom) : {}),
    ...(fields['size'] ? { width: dom.getBoundingClientRect().width, height: dom.getBoundingClientRect().height } : {}),
    ...(fields['scrollOffset'] ? scrollOf(dom) : {}),
    ...propertiesOf(element, namesIn(fields['properties'])),
    ...Object.fromEntries(namesIn(fields['computedStyle']).map((name) => [name, style.getPropertyValue(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))])),
  };
}

function describeViewport(owner: Caller, fields: Fields): Answer {
  const dom = domOf(owner._$);
  const body = dom?.closest<HTMLElement>('.page-body');
  if (!body) return null;
  const { clientWidth: width, clientHeight: height } = body;
  return {
    ...(fields['id'] ? { id: '' } : {}), ...(fields['dataset'] ? { dataset: {} } : {}),
    ...(fields['rect'] ? { left: 0, top: 0, right: width, bottom: height } : {}), ...(fields['size'] ? { width, height } : {}), ...(fields['scrollOffset'] ? scrollOf(body) : {}),
  };
}

/** @throws NotEmulated for the fields that hand out a node itself */
function refuseNotBuilt(fields: Fields): void {
  const given = NOT_BUILT.find((name) => fields[name]);
  if (given) throw new NotEmulated(`SelectorQuery.${given}`);
}

export function openSelectorQuery(asked: () => Caller): SelectorQuery {
  let owner = asked;
  let questions: Question[] = [];

  function nodes(find: (fields: Fields) => Answer | Answer[]): NodesRef {
    const ask = (fields: Fields, told?: Told) => {
      refuseNotBuilt(fields);
      questions.push({ find: () => find(fields), told });
      return query;
    };
    return {
      boundingClientRect: (told) => ask(RECT, told), scrollOffset: (told) => ask(SCROLL, told), fields: ask,
      context: (told) => ask({ context: true }, told), node: (told) => ask({ node: true }, told),
    };
  }
  const shadow = () => owner()._$.getShadowRoot();
  const query: SelectorQuery = {
    in(component) { owner = () => component; return query; },
    select: (selector) => nodes((fields) => { const found = shadow()?.querySelector(selector); return found ? describe(found, fields) : null; }),
    selectAll: (selector) => nodes((fields) => (shadow()?.querySelectorAll(selector) ?? []).map((found) => describe(found, fields))),
    selectViewport: () => nodes((fields) => describeViewport(owner(), fields)),
    exec(told) {
      const asking = questions;
      questions = [];
      // After this turn's renderings, as across WeChat's two threads.
      setTimeout(() => {
        if (!glassEasel.Element.isAttached(owner()._$)) return; // who asks has gone: nobody is told
        const answers = asking.map(({ find, told: tellOne }) => { const answer = find(); tellOne?.(answer); return answer; });
        told?.(answers);
      }, 0);
      return query;
    },
  };
  return query;
}

/** `this.createSelectorQuery()` of a page or component. */
export function lendSelectorQuery(caller: Caller): void {
  caller['createSelectorQuery'] = () => openSelectorQuery(() => caller);
}

