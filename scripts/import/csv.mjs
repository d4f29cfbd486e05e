// CSV as RFC 4180 has it: quoted cells with commas, quotes and line breaks inside; LF does as well as CRLF, and tabs as well as commas.
import { placeOf, Unreadable } from './text.mjs';

/** One cell and what ends it, from where the last one ended. */
const CELLS = { ',': /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y, '\t': /(?:"((?:[^"]|"")*)"|([^"\t\r\n]*))(\t|\r\n|\n|\r|$)/y };

/** A header without a comma is of a table with tabs. */
function separatorOf(text) {
  const [header] = text.split(/[\r\n]/, 1);
  return header.includes('\t') && !header.includes(',') ? '\t' : ',';
}

/** Each record with the line that it begins at; empty lines are none. */
function recordsOf(text) {
  const records = [];
  let [line, cells, begins] = [1, [], 1];
  const separator = separatorOf(text);
  const cell = CELLS[separator];
  cell.lastIndex = 0;
  while (cell.lastIndex < text.length || cells.length > 0) {
    const found = cell.exec(text);
    if (found === null) throw new Unreadable(`Line ${line} is no CSV: a quote is not closed, or stands inside a cell.`);
    const [whole, quoted, plain, end] = found;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split(/\r\n|\n|\r/).length - 1;
    if (end === separator) continue;
    if (cells.length > 1 || cells[0] !== '' || quoted !== undefined) records.push({ line: begins, cells });
    [cells, begins] = [[], line];
  }
  return records;
}

/** Objects by the names of the header line. */
export function readCsv(text) {
  const [header, ...records] = recordsOf(text);
  if (header === undefined) throw new Unreadable('The file is empty.');
  const names = header.cells.map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Unreadable(`The header names ${JSON.stringify(twice)} twice.`);
  const others = records.filter(({ cells }) => cells.length !== names.length).map(({ line }) => line);
  if (others.length > 0) throw new Unreadable(`${placeOf('line', others)} ${others.length > 1 ? 'have' : 'has'} more or fewer cells than the header, which has ${names.length}.`);
  return records.map(({ line, cells }) => ({ line, document: Object.fromEntries(names.map((name, column) => [name, cells[column]])) }));
}
