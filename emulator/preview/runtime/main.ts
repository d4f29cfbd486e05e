// Starts the phone: who holds it, the compiled mini program, the engine, the first page.
import * as glassEasel from 'glass-easel';
import type { CompiledPackage } from '../package-format';
import { openBackground } from './background';
import { baseLibrary } from './base-library';
import { oneAtATime } from './builtins/one-at-a-time';
import { hearClock } from './clock';
import { openEngine } from './engine/engine';
import { deliverGestures } from './engine/gestures';
import { usePhone } from './phone';
import { openPrivacy } from './privacy/privacy';
import { NoSuchPhone, readSession, type Session } from './session';
import { sceneOfHash } from './shell/address';
import { faultsSoFar, reportFault } from './shell/faults';
import { openFrame } from './shell/frame';
import { openKeyboard, useKeyboard } from './shell/keyboard';
import { openLayers } from './shell/layers';
import { openMessages } from './shell/messages';
import { useNavigation } from './shell/navigation';
import { showCannotStart, showNoSuchPhone, showProblems } from './shell/notice';
import { reloadOnChange } from './shell/reload';
import { type Move, openRouter, type Router } from './shell/router';
import { cardOf } from './shell/share';
import { openSheets } from './shell/sheets';
import { openTabBar } from './shell/tab-bar';
import { openTransport } from './transport';
import { openApp, type RunningApp } from './wx/app-events';
import { openEntrances } from './wx/entrances';
import { createWx } from './wx/wx';

declare global {
  var miniProgram: CompiledPackage;
}

const MOVES: Record<string, Move> = { navigate: 'navigateTo', redirect: 'redirectTo', reLaunch: 'reLaunch', switchTab: 'switchTab' };

function watchFaults(app: RunningApp): void {
  glassEasel.addGlobalErrorListener((error, method) => {
    reportFault(error, method ?? '');
    app.tell('Error', error instanceof Error ? error.stack ?? error.message : String(error));
  });
  window.addEventListener('error', (event) => { if (event.error) { reportFault(event.error, ''); app.tell('Error', event.message); } });
  window.addEventListener('unhandledrejection', (event) => { reportFault(event.reason, 'promise'); app.tell('UnhandledRejection', { reason: event.reason as unknown, promise: event.promise }); });
}

function openNavigation(router: Router): void {
  useNavigation({
    async open(openType, url, from, delta) {
      if (openType === 'navigateBack') { router.back(delta); return; }
      const move = MOVES[openType];
      if (!move) throw new Error(`open-type ${openType} is unknown`);
      router.move(move, url, from);
    },
  });
}

function start(program: CompiledPackage, session: Session): void {
  const app = openApp();
  watchFaults(app);
  let router: Router | null = null;
  const entrances = openEntrances();
  const theRouter = () => { if (!router) throw new Error('the phone has not started'); return router; };
  const frame = openFrame(() => router?.resized());
  document.documentElement.lang = session.language.replace('_', '-');
  if (program.app.style) frame.screen.dataset['style'] = program.app.style;
  const library = baseLibrary(new URL(window.location.href).searchParams.get('sdk'));
  const post = openTransport(session);
  const layers = openLayers([frame.pages, frame.bar]);
  const sheets = openSheets({ place: frame.messages, layers, person: session.person, appName: session.appName, appid: session.appid });
  const privacy = openPrivacy({ post, library, officialPopup: sheets.privacyPopup });
  usePhone({
    library, post, privacy, sheets,
    share: (asked) => oneAtATime('shareAppMessage', async () => {
      const page = theRouter().stack().at(-1);
      if (!page) return;
      const card = await cardOf(page, asked, { appName: session.appName, library });
      if (theRouter().stack().at(-1) === page) await sheets.share(card);
    }),
  });
  useKeyboard(openKeyboard({ place: frame.screen, person: session.person, post }));
  const wx = createWx({ session, library, post, privacy, sheets, store: window.localStorage, screen: frame.screen, messages: openMessages(frame.messages, layers), router: theRouter, app, entrances });
  const engine = openEngine(program, { wx, App: app.App, getApp: app.getApp, getCurrentPages: () => theRouter().stack().map((page) => page.caller) });
  const tabBar = openTabBar(frame.bar, program.app.tabBar, (path) => theRouter().move('switchTab', `/${path}`));
  const background = openBackground(app, entrances, theRouter);
  const opened = openRouter({ program, engine, place: frame.pages, changed: (tab) => { layers.dismiss('sheet'); tabBar.show(tab); }, followed: layers.dismiss, entered: background.enter });
  router = opened;
  openNavigation(opened);
  deliverGestures(frame.pages, hearClock);
  entrances.enter(opened.entrance(), sceneOfHash(window.location.hash));
  engine.load();
  app.launch(entrances.launched());
  app.tell('AppShow', entrances.entered());
  opened.start();
  background.watch();
}

async function boot(): Promise<void> {
  const program = globalThis.miniProgram;
  reloadOnChange();
  if (program.problems.some((problem) => problem.level === 'error')) { showProblems(program.problems); return; }
  for (const { file, line, message } of program.problems) console.warn(`${file}:${line} ${message}`);
  try {
    const [session] = await Promise.all([readSession(new URL(window.location.href)), hearClock()]);
    start(program, session);
  } catch (error) {
    if (error instanceof NoSuchPhone) showNoSuchPhone(error);
    else { showCannotStart(error); throw error; }
  }
}

Object.assign(globalThis, { phoneFaults: faultsSoFar });
void boot();
