// How the outcome of a row is told; of an id it names enough to find the row, too little to call the person by it.
import type { ImportOutcome } from '../../contract/operator';
import type { Person } from './read-row';

const LETTERS = 6;

/** 'oFAKE_alice' → 'oFAKE_…' */
export function shown(id: string): string {
  const letters = [...id].slice(0, LETTERS).join('').replace(/[\p{C}\p{Z}]/gu, '?');
  return [...id].length > LETTERS ? `${letters}…` : letters;
}

/** The profile of a user who stood is hers: what the file says of it is not looked at. */
export function tell(line: number, { left }: Person, did: 'created' | 'linked' | 'already-there'): ImportOutcome {
  return { line, did, left: did === 'created' ? left : [] };
}
