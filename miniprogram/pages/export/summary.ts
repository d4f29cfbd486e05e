// Reads out of an exported document what a person wants to see at a glance; the whole of it is for copying.
import type { Ms } from '../../../contract/reply';
import type { AccountWords } from '../../i18n/account';
import { fill } from '../../i18n/fill';
import { exactMomentIn, type MomentWords } from '../../i18n/moment';

export interface SummaryRow { name: string; label: string; text: string }
interface Reader { words: AccountWords; moments: MomentWords; now: Ms }

/** The parts of the document, and those of a part that is a group of its own. What is a mark of the format has no word and is left out. */
export function summaryOf(document: object, reader: Reader): SummaryRow[] {
  return Object.entries(document).flatMap(([name, value]) => (isGroup(value) ? Object.entries(value).map(([inner, each]) => rowOf(inner, each, reader)) : known(name, value, reader)));
}

function known(name: string, value: unknown, reader: Reader): SummaryRow[] {
  return name in reader.words.parts ? [rowOf(name, value, reader)] : [];
}

function rowOf(name: string, value: unknown, reader: Reader): SummaryRow {
  return { name, label: reader.words.parts[name] ?? name, text: said(name, value, reader) };
}

function said(name: string, value: unknown, reader: Reader): string {
  if (value === null || value === undefined || value === '') return reader.words.nothing;
  if (Array.isArray(value)) return value.length === 0 ? reader.words.nothing : fill(reader.words.items, { count: String(value.length) });
  // A datum with its circumstances, like the number and when it was bound: the datum stands first.
  if (isGroup(value)) return said(name, Object.values(value)[0], reader);
  return name.endsWith('At') && typeof value === 'number' ? exactMomentIn(reader.moments, value, reader.now) : String(value);
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
