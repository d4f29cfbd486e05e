// The wall towards sns/jscode2session: what is sent, what is accepted, what each failure means.
import { APP } from '../auth/a-world';
import { meaningOf } from '../../wechat/errcode';
import { weChatLogin } from '../../wechat/login';
import { judgeJsCode2Session } from '../../wechat/sns/jscode2session';
import { json, weChatThatAnswers } from './a-wechat';
import type { ScriptedWeChat } from './a-wechat';

const OPENID = 'oFAKE_alicexxxxxxxxxxxxxxxxx';
const KEY = 'tiihtNczf5v6AKRyjwEUhQ==';
let wechat: ScriptedWeChat | null = null;

afterEach(async () => {
  await wechat?.close();
  wechat = null;
});

async function exchange(answer: Parameters<typeof weChatThatAnswers>[0], code = 'code', budget = 500) {
  wechat = await weChatThatAnswers(answer, budget);
  const alarms: string[] = [];
  const notices: string[] = [];
  const login = weChatLogin(wechat.endpoint, { alarm: (event, detail) => { alarms.push(`${event} ${detail['errcode']}`); }, notice: (event) => { notices.push(event); } });
  return { result: await login.exchange(APP, code), alarms, notices, asked: wechat.asked };
}

test('[SEC-11] a code of any letters reaches WeChat as one parameter', async () => {
  const { asked } = await exchange(json({ openid: OPENID, session_key: KEY }), 'x&appid=evil&secret=e#?');
  expect([...(asked[0]?.searchParams.entries() ?? [])]).toEqual([['appid', APP.appId], ['secret', APP.secret], ['js_code', 'x&appid=evil&secret=e#?'], ['grant_type', 'authorization_code']]);
});

test('[SI-8] an answer with openid and session_key is taken, with or without unionid, whatever its content type', async () => {
  expect((await exchange(json({ session_key: KEY, openid: OPENID }))).result).toEqual({ kind: 'exchanged', openId: OPENID, unionId: null, sessionKey: KEY });
  expect(judgeJsCode2Session({ session_key: KEY, openid: OPENID, unionid: 'oFAKE_U', errcode: 0, errmsg: 'ok', new_field: 1 })).toMatchObject({ ok: true, unionId: 'oFAKE_U' });
  expect(judgeJsCode2Session({ session_key: KEY, openid: ` ${OPENID} ` })).toMatchObject({ ok: true, openId: OPENID });
});

test.each([{}, [], null, 'ok', { openid: '' }, { openid: ['a'], session_key: KEY }, { openid: { $ne: 1 }, session_key: KEY }, { openid: OPENID }, { openid: OPENID, session_key: 'short' }, { openid: 'o a', session_key: KEY }])(
  '[SEC-17] the answer %j is malformed, and the context alone signs in', async (body) => {
    expect((await exchange(json(body))).result).toMatchObject({ kind: 'unavailable' });
  },
);

test('[SEC-17] the word errcode inside a value is no error', () => {
  expect(judgeJsCode2Session({ openid: OPENID, session_key: KEY, note: '{"errcode":40029}' })).toMatchObject({ ok: true });
});

const TABLE: [number, string][] = [
  [-1, 'wechat-busy'], [40029, 'code-invalid'], [40163, 'code-used'], [40226, 'user-blocked'], [45009, 'rate-limited'], [45011, 'rate-limited'],
  ...[40001, 40002, 40003, 40013, 40014, 40097, 40125, 40129, 40164, 40169, 40243, 41001, 41002, 41003, 41004, 41008, 41030, 43002, 44002, 47001, 48001, 50004, 50007, 61004, 61007, 87008, 87009, 89501, 89503, 89506, 89507]
    .map((errcode): [number, string] => [errcode, 'internal']),
  ...[40030, 42001, 42002, 42003, 42007, 50002, 99999].map((errcode): [number, string] => [errcode, 'wechat-unavailable']),
];

test.each(TABLE)('[SEC-16] errcode %i over HTTP means %s', async (errcode, code) => {
  const { result, alarms, notices, asked } = await exchange(json({ errcode, errmsg: 'text, rid: 6129ee10-00000000-00000000' }));
  expect(meaningOf(errcode).code).toBe(code);
  const refusal = ['code-invalid', 'code-used', 'user-blocked'].includes(code);
  expect(result).toMatchObject(refusal ? { kind: 'refused', code } : { kind: 'unavailable', reason: code });
  expect(alarms).toEqual(code === 'internal' ? [`wechat-misconfigured ${errcode}`] : []);
  expect(notices).toEqual(refusal || code === 'internal' ? [] : ['wechat-left-out']);
  expect(asked).toHaveLength(1);
});

test.each<[string, Parameters<typeof weChatThatAnswers>[0]]>([
  ['never answers', () => {}],
  ['drops the connection', (response) => { response.destroy(); }],
  ['breaks off in the body', (response) => { response.writeHead(200, { 'content-length': '100' }); response.write('{"open'); setTimeout(() => response.destroy(), 20); }],
  ['sends a byte at a time', (response) => { response.writeHead(200); const timer = setInterval(() => response.write(' '), 50); response.on('close', () => clearInterval(timer)); }],
  ['answers HTML', (response) => { response.end('<html>busy</html>'); }],
  ['answers nothing', (response) => { response.end(); }],
  ['answers HTTP 502', (response) => { response.statusCode = 502; response.end('{}'); }],
  ['redirects', (response) => { response.writeHead(302, { location: '/elsewhere' }); response.end(); }],
  ['answers more than 64 KB', (response) => { response.end(`{"openid":"${'o'.repeat(70_000)}"}`); }],
])('[REL-09] a WeChat that %s is unavailable within the time given, and is asked once', async (_what, answer) => {
  const { result, asked } = await exchange(answer, 'code', 300);
  expect(result).toMatchObject({ kind: 'unavailable' });
  expect(asked).toHaveLength(1);
});

test('[SEC-13] what a failure says holds neither the address nor the code', async () => {
  const { result } = await exchange((response) => { response.destroy(); }, 'a-login-code');
  expect(JSON.stringify(result)).not.toMatch(/a-login-code|127\.0\.0\.1|secret/);
});
