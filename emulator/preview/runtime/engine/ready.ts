// Fires `ready`, which the engine leaves to its embedder: after the page is in the document, children before parents.
import type { GeneralComponent } from 'glass-easel';

let waiting: GeneralComponent[] = [];
let scheduled = false;

export function flushReady(): void {
  scheduled = false;
  const due = waiting;
  waiting = [];
  for (const component of due.reverse()) component.triggerLifetime('ready', []);
}

export function queueReady(component: GeneralComponent): void {
  waiting.push(component);
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(flushReady);
}
