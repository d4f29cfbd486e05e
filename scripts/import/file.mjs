// Reads the file of an import as text. What is no UTF-8 would become names that nobody can read, and nobody would be told.
import fs from 'node:fs';
import { Unreadable } from './text.mjs';

const MEGABYTE = 1024 * 1024;
/** What fits into memory several times over: as text, as documents, as rows. A million users. */
const MOST_MEGABYTES = 256;

/** @throws Unreadable; the byte order mark is none of the text */
export function readTextFile(file) {
  const bytes = readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable(`${file} is not UTF-8 (spreadsheets save GBK or UTF-16 where nobody says otherwise): save it as UTF-8, in Excel as “CSV UTF-8”.`);
  }
}

function readBytes(file) {
  try {
    if (fs.statSync(file).size > MOST_MEGABYTES * MEGABYTE) throw new Unreadable(`${file} is larger than ${MOST_MEGABYTES} MB: bring its users in by several files, each user whole in one of them.`);
    return fs.readFileSync(file);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`${file} cannot be read (${error.code ?? error.message}).`);
  }
}
