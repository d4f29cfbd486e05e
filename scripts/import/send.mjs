// Asks for batch after batch, says how far it came, and where it is stopped or cut keeps what was told until then.
import { ask, Usage, worldNow } from '../operator/world.mjs';
import { batchesOf } from './batches.mjs';

/** On a terminal one line that counts; elsewhere a line for each hundredth of the way. */
function progress(before, done, all) {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all}${done === all ? '\n' : ''}`);
  else if (done === all || Math.floor((done * 100) / all) > Math.floor((before * 100) / all)) process.stderr.write(`${done} of ${all}\n`);
}

/** Ctrl-C once: the batch on its way is waited for. Twice: it ends as any program does. */
function stopWish() {
  const wish = { isStopped: false };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { wish.isStopped = true; });
  return wish;
}

const AGAIN = 'Run it again: it goes on where it stopped.';

/** Asked before anything is sent: from then on what is cut may be half done. */
async function findWorld(url) {
  const now = await worldNow(url).catch((error) => {
    if (error instanceof Usage) throw new Usage(`${error.message} Nothing was written.`);
    return null;
  });
  if (!Number.isFinite(now)) throw new Usage(`What answers at ${url} is no local world; run npm start, or name its folder by --data. Nothing was written.`);
}

/** What went wrong, in a sentence that says how far it came. @throws Usage where it was not let in */
function cutBy(error, { dryRun }, done, all) {
  if (/^forbidden:/.test(error.message)) throw new Usage(`${error.message} Nothing was written.`);
  const why = error instanceof SyntaxError || error instanceof TypeError ? `The answer was cut (${error.message}).` : error.message;
  const left = dryRun ? 'nothing was written' : 'what was being done may be half done';
  return `${why}\n${done === 0 ? 'Nothing was done before' : `${done} of ${all} were done before`}; ${left}. ${AGAIN}`;
}

/** @returns {Promise<{ outcomes: object[], cut: string | null }>} `cut`: why it ended before its end */
export async function send(url, head, rows) {
  const outcomes = [];
  const wish = stopWish();
  await findWorld(url);
  for (const batch of batchesOf(rows)) {
    if (wish.isStopped) return { outcomes, cut: `Stopped: ${outcomes.length} of ${rows.length} were done. ${AGAIN}` };
    const before = outcomes.length;
    try {
      outcomes.push(...(await ask(url, { ...head, rows: batch })).outcomes);
    } catch (error) {
      return { outcomes, cut: cutBy(error, head, before, rows.length) };
    }
    progress(before, outcomes.length, rows.length);
  }
  return { outcomes, cut: null };
}
