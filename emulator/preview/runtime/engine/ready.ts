// Fires `ready`, which the engine leaves to its embedder: after the page is in the document, children before parents.
import type { GeneralComponent } from 'glass-easel';
import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import type { Caller } from './caller';

let waiting: GeneralComponent[] = [];
let scheduled = false;

export function flushReady(): void {
  scheduled = false;
  const due = waiting;
  waiting = [];
  for (const component of due.reverse()) component.triggerLifetime('ready', []);
}

function queue(component: GeneralComponent): void {
  waiting.push(component);
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(flushReady);
}

/** Must stand before any component is registered in the space. */
export function fireReady(space: CodeSpace): void {
  const behavior = space.behavior().definition({ lifetimes: { attached(this: Caller) { queue(this._$); } } } as never).register();
  // `_$` is the engine's behavior inside the adapter's; its declarations leave it out.
  space.setOverallBehavior((behavior as unknown as { _$: Parameters<CodeSpace['setOverallBehavior']>[0] })._$);
}
