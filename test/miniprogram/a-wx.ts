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
}

/** Puts a fresh world behind `wx`; a call without an answer fails as it does without a network. */
export function useWx({ answers = {}, language = 'en', stored }: { answers?: Answers; language?: string; stored?: object } = {}): World {
  const world: World = { asked: [], storage: new Map(stored ? [['account', stored]] : []), answers, questions: [], confirms: true, moves: [] };
  const answered = (name: string, result: object) => (options: Options) => { world.asked.push(name); options.success?.(result); };
  Object.assign(wx, {
    getAppBaseInfo: () => ({ language }),
    getDeviceInfo: () => ({ platform: 'devtools', model: 'iPhone 15' }),
    getStorageSync: (key: string) => world.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => { world.storage.set(key, value); },
    setNavigationBarTitle: () => undefined,
    reLaunch: ({ url }: { url: string }) => { world.moves.push(url); },
    showModal: (question: WechatMiniprogram.ShowModalOption) => {
      world.questions.push(question);
      question.success?.({ confirm: world.confirms, cancel: !world.confirms, content: '', errMsg: 'showModal:ok' });
    },
    login: answered('wx.login', { code: 'code-1', errMsg: 'login:ok' }),
    checkSession: answered('wx.checkSession', { errMsg: 'checkSession:ok' }),
    getUserInfo: answered('wx.getUserInfo', { cloudID: '1_cloud', encryptedData: 'e', iv: 'i', rawData: '{}', signature: 's' }),
    cloud: { init: () => undefined, CloudID: (id: string) => ({ $cloudID: id }), callFunction: (call: Call) => answer(world, call) },
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
