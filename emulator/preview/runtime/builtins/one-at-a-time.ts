// What a button's open-type asks the person: one question of a kind at a time, and for a page that is still there.
import * as glassEasel from 'glass-easel';
import type { Control } from './control';

const going = new Set<string>();

/** A second one of the same kind meanwhile is not told to the page. */
export async function oneAtATime(api: string, ask: () => Promise<void>): Promise<void> {
  if (going.has(api)) { console.warn(`${api}:fail another ${api} is in progress`); return; }
  going.add(api);
  try {
    await ask();
  } finally {
    going.delete(api);
  }
}

/** Whether the page that the control stands on now is still the one on the screen, whenever it is asked. */
export function watchPage({ host }: Control): () => boolean {
  const page = host.closest('.webview');
  return () => page?.isConnected === true;
}

/** A page that was left for good hears nothing any more. */
export function tellWhoIsThere(control: Control, event: string, detail: unknown): void {
  if (glassEasel.Element.isAttached(control.component)) control.tell(event, detail);
}
