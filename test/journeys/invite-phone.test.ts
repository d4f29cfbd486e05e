// Inviting a friend by hand: the card on one phone's screen, opened on another's, and what both say afterwards.
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser';
import { type Journey, startJourney } from './a-journey';
import { openPhones, type PhoneScreen, type Phones } from './a-phone-screen';

jest.setTimeout(90_000);

const HOME = '/pages/home/home';
let world: Journey;
let browser: Browser | null;
let phones: Phones;

beforeAll(async () => {
  browser = await openBrowser();
  world = await startJourney();
});
beforeEach(async () => {
  await world.reset();
  if (browser !== null) phones = await openPhones(browser, world.url);
});
afterEach(async () => { if (browser !== null) await phones.close(); });
afterAll(async () => {
  await browser?.close();
  await world.stop();
});

const inBrowser = (look: () => Promise<void>) => async () => { if (browser !== null) await look(); };
const calls = async (from: number) => (await world.ledgerSince(from)).filter(({ kind }) => kind !== 'database').map(({ name, outcome }) => `${name} ${outcome}`);
const shell = (phone: PhoneScreen, name: string) => phone.page.locator(`[data-shell="${name}"]`);

async function signedIn(person: string): Promise<PhoneScreen> {
  const phone = await phones.open(person, HOME);
  await phone.at('sign-in').click();
  await phone.shows('signed-in');
  return phone;
}

async function aliceOnHerInvitePage(): Promise<PhoneScreen> {
  const { accessToken } = await world.signIn('alice');
  await world.ask('alice', 'profile', { action: 'update', accessToken, nickname: '爱丽丝' });
  const alice = await signedIn('alice');
  await alice.at('invite').click();
  await alice.at('invited').waitFor();
  return alice;
}

test('[PH-209] she sends a card, a friend opens it and signs in for the first time: his home says who invited him, and she sees one', inBrowser(async () => {
  const alice = await aliceOnHerInvitePage();
  expect(await alice.text('invited')).toBe('还没有朋友通过你的邀请加入');
  await alice.picture('invite-zh');
  await alice.at('share').click();
  await shell(alice, 'share').waitFor();
  const path = await shell(alice, 'share-path').innerText();
  expect([path, await shell(alice, 'share-title').innerText()]).toEqual([expect.stringMatching(/^\/pages\/home\/home\?invite=[a-z2-7]{16}$/), '邀请你一起来：一个账号，走到哪里都是你']);
  await alice.picture('share-sheet-zh');
  const [opened] = await Promise.all([alice.page.waitForEvent('popup'), shell(alice, 'share-to-bob').click()]);
  const bob = phones.screenOf(opened);
  await bob.shows('idle');
  expect(await bob.at('invited-by').count()).toBe(0);
  const from = await world.ledgerEnd();
  await bob.at('sign-in').click();
  await bob.at('invited-by').waitFor();
  expect(await bob.text('invited-by')).toBe('由 爱丽丝 邀请');
  expect(await calls(from)).toEqual(['sns/jscode2session ok', 'session ok', 'account ok']);
  await bob.picture('invited-zh');
  await alice.page.goBack();
  await alice.at('invite').click();
  await alice.at('invited').filter({ hasText: '已有 1 位朋友通过你的邀请加入' }).waitFor();
  expect(phones.complaints).toEqual([]);
}));

test('[PH-209] the second card asks for nothing; one of somebody who is here already brings nobody, and a later opening knows the inviter without a call', inBrowser(async () => {
  const alice = await aliceOnHerInvitePage();
  const share = async () => {
    await alice.at('share').click();
    await shell(alice, 'share').waitFor();
    const path = await shell(alice, 'share-path').innerText();
    await shell(alice, 'share-cancel').click();
    await shell(alice, 'share').waitFor({ state: 'detached' });
    return path;
  };
  const first = await share();
  const from = await world.ledgerEnd();
  expect([await share(), await calls(from)]).toEqual([first, []]);
  await world.signIn('carol');
  const carol = await phones.open('carol', first);
  await carol.at('sign-in').click();
  await carol.shows('signed-in');
  expect(await carol.at('invited-by').count()).toBe(0);
  const bob = await phones.open('bob', first, 'en');
  await bob.at('sign-in').click();
  await bob.at('invited-by').waitFor();
  await bob.page.close();
  const before = await world.ledgerEnd();
  const later = await phones.open('bob', HOME, 'en');
  await later.at('invited-by').filter({ hasText: 'Invited by 爱丽丝' }).waitFor();
  await later.shows('signed-in');
  expect((await calls(before)).filter((call) => call.startsWith('account'))).toEqual([]);
  await later.picture('invited-en');
  await later.at('invite').click();
  await later.at('invited').waitFor();
  await later.picture('invite-en');
  expect(phones.complaints).toEqual([]);
}));

test('[PH-206] offline the bar\'s ··· still sends a card, without a code', inBrowser(async () => {
  const alice = await signedIn('alice');
  await world.setFault({ target: 'phone', call: 'cloud.callFunction', kind: 'offline', times: 0 });
  await shell(alice, 'share-menu').click();
  await shell(alice, 'share').waitFor();
  expect(await shell(alice, 'share-path').innerText()).toBe(HOME);
}));
