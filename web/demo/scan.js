// The panel with a mini program's code: the client draws the code itself; how long it is good stands below.
import { at, both } from './screen.js';
import { secondsLeft } from './words.js';

let ticking = 0;

export const isScanning = () => !at('scanning').hidden;
export const hasCode = () => isScanning() && at('scanning').dataset.state !== 'over';

export function openScan(client, lang) {
  at('scanning').hidden = false;
  at('scan').setAttribute('aria-expanded', 'true');
  return client.signIn({ door: 'scan', embedded: at('scan-code'), lang });
}

/** What is taken out of the page, the client gives up. */
export function closeScan() {
  showScan(null);
  at('scan-code').replaceChildren();
  at('scanning').hidden = true;
  at('scan').setAttribute('aria-expanded', 'false');
}

/** Null: there is no code that could be scanned. */
export function showScan(scan) {
  clearInterval(ticking);
  at('scanning').dataset.state = scan?.state ?? 'over';
  const tick = () => at('scan-left').replaceChildren(both(secondsLeft(Math.max(0, Math.ceil((scan.expiresAt - Date.now()) / 1000)))));
  at('scan-left').replaceChildren();
  if (scan === null) return;
  tick();
  at('scanning').scrollIntoView({ block: 'nearest' });
  ticking = setInterval(tick, 1000);
}
