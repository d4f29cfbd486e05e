// CSV as RFC 4180 has it: quoted cells with commas, quotes and line breaks inside; LF does as well as CRLF.
import { Unreadable } from './text.mjs';

/** One cell and what ends it, from where the last one ended. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/** Each record with the line that it begins at; empty lines are none. */
function recordsOf(text) {
  const records = [];
  let [line, cells, begins] = [1, [], 1];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length || cells.length > 0) {
    const found = CELL.exec(text);
    if (found === null) throw new Unreadable(`Line ${line} is no CSV: a quote is not closed, or stands inside a cell.`);
    const [whole, quoted, plain, end] = found;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split(/\r\n|\n|\r/).length - 1;
    if (end === ',') continue;
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
  return records.map(({ line, cells }) => {
    if (cells.length !== names.length) throw new Unreadable(`Line ${line} has ${cells.length} cells, the header ${names.length}.`);
    return { line, document: Object.fromEntries(names.map((name, column) => [name, cells[column]])) };
  });
}
