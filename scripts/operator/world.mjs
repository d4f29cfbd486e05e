// How an operator's command reaches the operator function: her key, the local world's address, one call.
import fs from 'node:fs';
import path from 'node:path';

/** What was typed does not say what to do, or there is nobody to ask: the usage is shown too. */
export class Usage extends Error {}

/** `caller.secret`, from OPERATOR_KEY or from the local world's folder. */
export function readKey(data) {
  const file = path.join(data, 'operator-key');
  const text = process.env.OPERATOR_KEY ?? (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null);
  if (text === null) throw new Usage(`There is no ${path.relative(process.cwd(), file)}: start the local world (npm start), or set OPERATOR_KEY.`);
  const [caller = '', secret = ''] = text.trim().split('.');
  return { caller, secret };
}

export function worldUrl(data) {
  const file = path.join(data, 'world.json');
  if (!fs.existsSync(file)) throw new Usage('No local world was started on this data; run npm start, or name its folder by --data.');
  return `http://127.0.0.1:${JSON.parse(fs.readFileSync(file, 'utf8')).port}`;
}

async function talk(url, where, options) {
  const response = await fetch(url + where, options).catch(() => null);
  if (response === null) throw new Usage(`Nobody answers at ${url}; run npm start.`);
  return response.json();
}

export async function ask(url, event) {
  const { ok, result, error } = await talk(url, '/emulator/functions/operator', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ event }) });
  if (!ok) throw new Error(error.errMsg ?? error.message);
  if (!result.ok) throw Object.assign(new Error(`${result.refusal.code}: ${result.refusal.message}`), { code: result.refusal.code, action: event.action });
  return result.value;
}

/** The world's time, which may be moved: epoch milliseconds. */
export const worldNow = async (url) => (await talk(url, '/emulator/clock')).now;
