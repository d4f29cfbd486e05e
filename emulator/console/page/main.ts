// The workbench: composes its parts and keeps them up to date with the local world.
import { world } from './api';
import { openClock } from './clock';
import { databaseTab } from './database';
import { element, held } from './dom';
import { faultsTab } from './faults';
import { insideTab } from './inside';
import { openLedger } from './ledger';
import { logsTab } from './logs';
import { openPeople } from './people';
import { openPersonPanel } from './person-panel';
import { openPhone } from './phone';
import { scanTab } from './scan';
import { openTabs } from './tabs';

const POLL_MILLISECONDS = 500;
/** People change rarely: they are asked for at every fourth poll. */
const PEOPLE_TURNS = 4;

const phone = openPhone();
const people = openPeople(phone.choose, (person) => panel.show(person));
const panel = openPersonPanel(attempt, readPeople);
const ledger = openLedger();
const clock = openClock(attempt);
const logs = logsTab();
const inside = insideTab(phone);
const scan = scanTab(phone, attempt, (address) => { inside.offer(address); tabs.show(inside); });
const tabs = openTabs([databaseTab(), logs, faultsTab(attempt), scan, inside], attempt);
let connected = false;
let turn = 0;

/** Runs what the person asked for; a refusal of the world is shown, a world that is gone shows itself at the next poll. */
function attempt(work: () => Promise<unknown>): void {
  work().catch((failure: unknown) => { if (!(failure instanceof TypeError)) say(String(failure instanceof Error ? failure.message : failure)); });
}

async function readPeople(): Promise<void> {
  people.show((await world.people()).people);
}

function say(sentence: string): void {
  const note = element('p', { class: 'note', role: 'status' }, sentence);
  document.body.append(note);
  setTimeout(() => note.remove(), 5000);
}

/** The first time, and whenever the world came back: it may be another one. */
async function connect(): Promise<void> {
  phone.offer((await world.apps()).apps);
  await readPeople();
  await clock.refresh();
  connected = true;
  held('stopped').hidden = true;
}

async function refresh(): Promise<void> {
  const anew = !connected;
  if (anew) {
    await connect();
    ledger.clear();
    logs.clear();
  } else if (++turn % PEOPLE_TURNS === 0) await readPeople();
  const changed = await ledger.poll();
  await tabs.refresh(changed || anew);
  clock.tick();
}

async function live(): Promise<void> {
  try {
    await refresh();
  } catch {
    connected = false;
    held('stopped').hidden = false;
  }
  setTimeout(live, POLL_MILLISECONDS);
}

/** The phones' storage is this origin's: sessions of a world that is gone go with it. */
async function reset(): Promise<void> {
  await world.reset();
  localStorage.clear();
  connected = false;
  phone.restart();
}

held('reset').addEventListener('click', () => attempt(reset));
setInterval(() => attempt(clock.refresh), 5000);
void live();
