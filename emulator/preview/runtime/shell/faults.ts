// Shows what went wrong in the mini program's own code, on the screen and in the console, and keeps it for tests.
import { button, element } from './element';

export interface Fault { message: string; where: string }

const MOST_SHOWN = 5;
const faults: Fault[] = [];

function panel(): HTMLElement {
  const known = document.querySelector<HTMLElement>('.faults');
  if (known) return known;
  const made = element('aside', 'faults');
  made.dataset['shell'] = 'faults';
  made.append(button('faults-close', '×', () => made.remove()));
  document.body.append(made);
  return made;
}

/** A refused `wx` call rejects with an object, not with an Error. */
function wordsOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  const { errMsg } = (error ?? {}) as { errMsg?: unknown };
  return typeof errMsg === 'string' ? errMsg : String(error);
}

export function reportFault(error: unknown, where: string): void {
  const message = wordsOf(error);
  faults.push({ message, where });
  const place = panel();
  if (place.querySelectorAll('p').length < MOST_SHOWN) place.append(element('p', 'fault', where ? `${message} (${where})` : message));
}

/** Every fault since the page was opened. */
export function faultsSoFar(): readonly Fault[] {
  return faults;
}
