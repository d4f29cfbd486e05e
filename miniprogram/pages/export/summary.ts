// Reads out of an exported document what a person wants to see at a glance; the whole of it is for copying.
import type { Ms } from '../../../contract/reply';
import type { AccountWords } from '../../i18n/account';
import { fill } from '../../i18n/fill';
import { exactMomentIn, type MomentWords } from '../../i18n/moment';

export interface SummaryRow { name: string; label: string; text: string }
interface Reader { words: AccountWords; moments: MomentWords; now: Ms }

/** 'historyIsWhole', 'notesAreWhole': whether the list beside it holds everything. */
const WHOLE_MARK = /(Is|Are)Whole$/;

/** The parts of the document, and those of a part that is a group of its own. What is a mark of the format has no word and is left out. */
export function summaryOf(document: object, reader: Reader): SummaryRow[] {
  return Object.entries(document).flatMap(([name, value]) => {
    if (isGroup(value)) return rowsOf(value, Object.keys(value), reader);
    return name in reader.words.parts ? rowsOf(document, [name], reader) : [];
  });
}

function rowsOf(group: object, names: readonly string[], reader: Reader): SummaryRow[] {
  const values = new Map<string, unknown>(Object.entries(group));
  return names.filter((name) => !WHOLE_MARK.test(name)).map((name) => {
    const text = said(name, values.get(name), reader);
    const isCut = values.get(`${name}IsWhole`) === false || values.get(`${name}AreWhole`) === false;
    return { name, label: reader.words.parts[name] ?? name, text: isCut ? fill(reader.words.notWhole, { items: text }) : text };
  });
}

function said(name: string, value: unknown, reader: Reader): string {
  if (value === null || value === undefined || value === '') return reader.words.nothing;
  if (typeof value === 'boolean') return value ? reader.words.yes : reader.words.no;
  if (Array.isArray(value)) return value.length === 0 ? reader.words.nothing : fill(reader.words.items, { count: String(value.length) });
  // A datum with its circumstances, like the number and when it was bound: the datum stands first.
  if (isGroup(value)) return said(name, Object.values(value)[0], reader);
  return name.endsWith('At') && typeof value === 'number' ? exactMomentIn(reader.moments, value, reader.now) : String(value);
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
