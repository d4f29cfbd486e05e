// The `wx` of a page test: storage that outlives a page, a code per login, and a cloud whose answers the test writes.
import type { Answers, Request } from './a-phone';

interface Call { name: string; data: Request }
type Options = { success?: (result: object) => void; fail?: (failure: { errMsg: string }) => void };

export interface World {
  asked: string[];
  storage: Map<string, unknown>;
  answers: Answers;
  /** What the person is asked to confirm, and what she answers. */
  questions: WechatMiniprogram.ShowModalOption[];
  confirms: boolean;
  /** Where the pages went. */
  moves: string[];
  /** What was copied; `null` lets WeChat refuse to copy. */
  clipboard: string | null;
  /** WeChat's privacy gate: whether it is closed, and what the pages told it. A gated call is `gate.call`. */
  gate: { isClosed: boolean; told: object[]; call(): void };
  /** WeChat brings the mini program to the front: opened at a page by one of its scenes (场景值), or just so, which keeps the way in of before. */
  toFront(entered?: Entered): void;
}

interface Entered { path: string; query: Record<string, string>; scene: number }

interface Setup { answers?: Answers; language?: string; stored?: object; sdkVersion?: string; gateIsClosed?: boolean; entered?: Entered }

export const OWN_APP = 'wxfa4e000000000001';
const FROM_THE_LIST: Entered = { path: 'pages/home/home', query: {}, scene: 1001 };

/** Puts a fresh world behind `wx`; a call without an answer fails as it does without a network. */
export function useWx({ answers = {}, language = 'en', stored, sdkVersion = '3.7.12', gateIsClosed = false, entered = FROM_THE_LIST }: Setup = {}): World {
  const gate: World['gate'] = { isClosed: gateIsClosed, told: [], call: () => undefined };
  let last = entered;
  const shown: ((options: Entered) => void)[] = [];
  function toFront(anew = last): void { last = anew; for (const hear of shown) hear(anew); }
  const world: World = { asked: [], storage: new Map(stored ? [['account', stored]] : []), answers, questions: [], confirms: true, moves: [], clipboard: '', gate, toFront };
  const answered = (name: string, result: object) => (options: Options) => { world.asked.push(name); options.success?.(result); };
  Object.assign(wx, {
    getAppBaseInfo: () => ({ language, SDKVersion: sdkVersion }),
    getAccountInfoSync: () => ({ miniProgram: { appId: OWN_APP } }),
    getDeviceInfo: () => ({ platform: 'devtools', model: 'iPhone 15' }),
    getEnterOptionsSync: () => last,
    onAppShow: (hear: (options: Entered) => void) => { shown.push(hear); },
    getStorageSync: (key: string) => world.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => { world.storage.set(key, value); },
    setNavigationBarTitle: () => undefined,
    reLaunch: ({ url }: { url: string }) => { world.moves.push(url); },
    showModal: (question: WechatMiniprogram.ShowModalOption) => {
      world.questions.push(question);
      question.success?.({ confirm: world.confirms, cancel: !world.confirms, content: '', errMsg: 'showModal:ok' });
    },
    setClipboardData: ({ data, success, fail }: Options & { data: string }) => {
      if (world.clipboard === null) { fail?.({ errMsg: 'setClipboardData:fail privacy permission is not authorized' }); return; }
      world.clipboard = data;
      success?.({ errMsg: 'setClipboardData:ok' });
    },
    getPrivacySetting: (options: Options) => options.success?.({ needAuthorization: gate.isClosed, privacyContractName: '《指引》', errMsg: 'getPrivacySetting:ok' }),
    onNeedPrivacyAuthorization: (listener: (resolve: (choice: object) => void) => void) => { gate.call = () => listener((choice) => { gate.told.push(choice); }); },
    openPrivacyContract: answered('wx.openPrivacyContract', { errMsg: 'openPrivacyContract:ok' }),
    login: answered('wx.login', { code: 'code-1', errMsg: 'login:ok' }),
    checkSession: answered('wx.checkSession', { errMsg: 'checkSession:ok' }),
    getUserInfo: answered('wx.getUserInfo', { cloudID: '1_cloud', encryptedData: 'e', iv: 'i', rawData: '{}', signature: 's' }),
    cloud: {
      init: () => undefined, uploadFile: async ({ cloudPath, filePath }: { cloudPath: string; filePath: string }) => { world.asked.push(`upload ${filePath}`); return { fileID: `cloud://${cloudPath}` }; },
      CloudID: (id: string) => ({ $cloudID: id }), callFunction: (call: Call) => answer(world, call),
    },
  });
  return world;
}

async function answer(world: World, { name, data }: Call): Promise<{ result: unknown }> {
  const call = `${name}/${data['action'] as string}`;
  world.asked.push(call);
  const found = world.answers[call];
  if (!found) throw { errMsg: 'cloud.callFunction:fail Error: request:fail' };
  return { result: await found(data) };
}
