// The demo site's page: signs in through each door by the published client, and shows who is there.
import { closeScan, hasCode, isScanning, openScan, showScan } from './scan.js';
import { at, notify, both, showNobody, showSessions, showUser, showView } from './screen.js';
import { createClient, isInsideWeChat } from './wechat-accounts.js';
import { endingWords, OFFLINE, ONLY_HERE, refusalWords } from './words.js';

// A site of your own writes its door's address here. This one is served by the local world at site.localhost, on a port
// that nobody knows beforehand, with the door beside it at service.localhost.
const door = location.origin.replace('//site.', '//service.');
const client = createClient({ door, returnTo: `${location.origin}/` });
const isInside = isInsideWeChat();

client.on('signed-in', ({ session }) => { notify(null); shown(session); });
client.on('renewed', ({ session }) => shown(session));
client.on('signed-out', ({ reason }) => {
  showNobody();
  notify(endingWords(reason), { code: reason });
});
client.on('scan', (scan) => {
  notify(null);
  // An earlier load of this page began it.
  if (!isScanning()) openScan(client, lang());
  else showScan(scan);
});
client.on('refused', ({ refusal }) => {
  closeCode();
  // With what is left of it she begins anew.
  if (isScanning() && !['declined', 'state-invalid'].includes(refusal.code)) closeScan();
  showScan(null);
  notify(refusalWords(refusal.code), { code: refusal.code, tone: 'refused' });
});

/** Until WeChat has said whose it is, a page inside WeChat shows nobody. */
async function openPage() {
  prepare();
  const { session, isLeaving } = isInside ? await client.signInSilently() : await client.ready();
  if (isLeaving) return;
  if (session === null) showNobody();
  else shown(session);
}

function shown({ user }) {
  closeCode();
  closeScan();
  showUser(user);
  at('profile').hidden = !isInside || user.nickname !== null;
  void listSessions();
}

async function listSessions() {
  try {
    const response = await client.fetch(`${door}/auth/sessions`);
    const reply = await response.json();
    showOffline(false);
    if (reply.ok && client.session() !== null) showSessions(reply.value.sessions);
  } catch {
    showOffline(true);
  }
}

function showOffline(isOffline) {
  at('offline').hidden = !isOffline;
  at('offline').replaceChildren(...(isOffline ? [both(OFFLINE)] : []));
}

const lang = () => (document.documentElement.lang === 'en' ? 'en' : 'cn');

function prepare() {
  speak(navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
  at('invited').hidden = !/^[a-z2-7]{16}$/.test(new URLSearchParams(location.search).get('invite') ?? '');
  at('language').addEventListener('click', () => {
    speak(lang() === 'en' ? 'zh-CN' : 'en');
    if (hasCode()) openScan(client, lang());
  });
  document.body.classList.toggle('inside', isInside);
  at('qr').addEventListener('click', () => begin({ door: 'qr', lang: lang() }));
  at('embedded').addEventListener('click', () => (at('code').hasChildNodes() ? closeCode() : openCode(lang())));
  at('scan').addEventListener('click', () => (isScanning() ? closeScan() : startScan()));
  for (const id of ['h5', 'profile']) at(id).addEventListener('click', () => begin({ door: 'h5', scope: 'snsapi_userinfo' }));
  at('sign-out').addEventListener('click', async () => { if (!(await client.signOut())) notify(ONLY_HERE, { code: 'only-here' }); });
  addEventListener('offline', () => showOffline(true));
  addEventListener('online', () => (client.session() === null ? showOffline(false) : listSessions()));
  // Back from WeChat's page the browser may show this one as it was left.
  addEventListener('pageshow', ({ persisted }) => { if (persisted) location.reload(); });
}

function begin(options) {
  notify(null);
  showView('working');
  return client.signIn(options);
}

function startScan() {
  notify(null);
  closeCode();
  return openScan(client, lang());
}

function openCode(lang) {
  notify(null);
  closeScan();
  at('embedded').setAttribute('aria-expanded', 'true');
  return client.signIn({ door: 'qr', embedded: at('code'), lang });
}

function closeCode() {
  at('code').replaceChildren();
  at('embedded').setAttribute('aria-expanded', 'false');
}

/** The other language stands beside, smaller. */
function speak(lang) {
  document.documentElement.lang = lang;
  at('language').textContent = lang === 'en' ? '中文' : 'EN';
}

void openPage();
