// A phone in a real browser whose WeChat keeps, as the local one does, who agreed to a privacy contract; what it gives away is fixed.
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type MiniProgram, miniProgram } from './mini-program';
import { type PhoneCall, type PreviewServer, startPreview } from './preview-server';

export const CONTRACT = '《小清单隐私保护指引》';
export const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==', 'base64');
const PHONE_NUMBER = { code: 'fa4e'.repeat(16), encryptedData: 'RkFLRQ==', iv: 'RkFLRQ==', cloudID: '40_FAKE', errMsg: 'getPhoneNumber:ok' };

export interface PersonalPhone {
  page: Page;
  server: PreviewServer;
  weChat: { agreed: boolean; offline: boolean; refuse: Record<string, object> };
  at(id: string): ReturnType<Page['locator']>;
  shell(name: string): ReturnType<Page['locator']>;
  /** Waits until the page shows these events, newest last. */
  heard(...events: string[]): Promise<void>;
  calls(api: string): Record<string, unknown>[];
  close(): Promise<void>;
}

function fail(errMsg: string, errno?: number): unknown {
  return { ok: false, error: { errMsg, ...(errno === undefined ? {} : { errno }) } };
}

function answering(weChat: PersonalPhone['weChat']): (call: PhoneCall) => unknown {
  const given: Record<string, (args: Record<string, unknown>) => object> = {
    getPrivacySetting: () => ({ needAuthorization: !weChat.agreed, privacyContractName: CONTRACT }),
    agreePrivacyAuthorization: () => { weChat.agreed = true; return {}; },
    disagreePrivacyAuthorization: () => ({}), requirePrivacyAuthorize: () => ({}), openPrivacyContract: () => ({}),
    chooseAvatar: ({ fileName }) => ({ avatarUrl: `http://tmp/${String(fileName ?? 'wechat.png')}` }),
    getPhoneNumber: () => PHONE_NUMBER,
    'cloud.uploadFile': ({ cloudPath }) => ({ fileID: `cloud://local.6c6f/${String(cloudPath)}`, statusCode: 200 }),
    'cloud.getTempFileURL': ({ fileList }) => ({ fileList: (fileList as string[]).map((fileID) => ({ fileID, tempFileURL: fileID.includes('gone') ? '' : fileID.replace(/^cloud:\/\/[^/]+/, '/emulator/storage'), status: 0 })) }),
    'cloud.downloadFile': () => ({ tempFilePath: 'http://tmp/down.png', statusCode: 200 }),
    'cloud.deleteFile': ({ fileList }) => ({ fileList: (fileList as string[]).map((fileID) => ({ fileID, status: 0 })) }),
  };
  return ({ api, body }) => {
    if (weChat.offline) return fail(`${api}:fail request:fail network is offline`);
    const refused = weChat.refuse[api];
    if (refused) return { ok: false, error: refused };
    const gated = ['chooseAvatar', 'getPhoneNumber', 'requirePrivacyAuthorize'].includes(api) && !weChat.agreed && body.args['privacyPopup'] !== 'agree';
    if (gated) return fail(`${api}:fail privacy permission is not authorized`, 104);
    return { ok: true, result: { errMsg: `${api}:ok`, ...given[api]?.(body.args) } };
  };
}

async function lend(page: Page, phone: string | null): Promise<void> {
  const people = [{ name: 'alice', nickname: '小明', avatarUrl: '/emulator/avatars/alice.png', phone }];
  await page.route('**/emulator/people', (route) => route.fulfill({ json: { people } }));
  await page.route('**/emulator/apps', (route) => route.fulfill({ json: { apps: [{ appid: 'wxfa4e000000000001', kind: 'mini-program', name: '小清单' }] } }));
  await page.route(/\/emulator\/(avatars|temporary-files|storage)\//, (route) => route.fulfill({ contentType: 'image/png', body: PIXEL }));
}

/** A page with buttons of every open-type, unless `files` brings another; events are noted in #heard. */
export async function aPersonalPhone(browser: Browser, { files = {}, query = '', phone = '+8613800138000' }: { files?: Record<string, string>; query?: string; phone?: string | null } = {}): Promise<PersonalPhone> {
  const weChat = { agreed: false, offline: false, refuse: {} };
  const program: MiniProgram = await miniProgram({ ...BUTTONS, ...files });
  const server = await startPreview(program.root, answering(weChat));
  const page = await browser.newPage({ viewport: { width: 375, height: 720 }, locale: 'zh-CN' });
  await lend(page, phone);
  await page.goto(`${server.url}/phone?person=alice${query}`);
  const at = (id: string) => page.locator(`[data-wxid="${id}"]`);
  return {
    page, server, weChat, at,
    shell: (name) => page.locator(`[data-shell="${name}"]`),
    heard: async (...events) => {
      await page.waitForFunction((wanted) => document.querySelector('[data-wxid="heard"]')?.textContent === wanted, events.join('\n'), { timeout: 30_000 });
    },
    calls: (api) => server.calls.filter((call) => call.api === api).map(({ body }) => body.args),
    async close() { await page.close(); await server.close(); await program.remove(); },
  };
}

const BUTTONS = {
  'pages/one/one.wxml': `<button id="avatar" open-type="chooseAvatar" bindchooseavatar="note" bindtap="tapped">头像</button>
    <button id="number" open-type="getPhoneNumber" bindgetphonenumber="note">手机号</button>
    <button id="agree-btn" open-type="agreePrivacyAuthorization" bindagreeprivacyauthorization="agreed">同意</button>
    <button id="both" open-type="getPhoneNumber|agreePrivacyAuthorization" bindagreeprivacyauthorization="note" bindgetphonenumber="note">同意并取号</button>
    <button id="go" bindtap="go">go</button><view id="taps">{{taps}}</view><text id="heard">{{heard}}</text>`,
  'pages/one/one.js': `Page({ data: { heard: '', taps: 0 },
    say(words) { this.setData({ heard: this.data.heard ? this.data.heard + '\\n' + words : words }); },
    note(e) { this.say(e.type + ' ' + JSON.stringify(e.detail)); }, tapped() { this.setData({ taps: this.data.taps + 1 }); }, agreed(e) { this.note(e); }, go() {} });`,
};

/** Waits until `ready` holds; the test's own patience ends it. */
export async function until(ready: () => boolean): Promise<void> {
  while (!ready()) await new Promise((resolve) => { setTimeout(resolve, 5); });
}

/** For looking: PREVIEW_PICTURES names the folder, and without it none is taken. */
export async function picture(phone: PersonalPhone, name: string): Promise<void> {
  const directory = process.env['PREVIEW_PICTURES'];
  if (!directory) return;
  await phone.page.waitForTimeout(300);
  await fs.writeFile(path.join(directory, `${name}.png`), await phone.page.screenshot());
}
