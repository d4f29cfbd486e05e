// The mini program on a phone's screen: opened at an address, looked at and tapped as a person does.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

export interface PhoneScreen {
  page: Page;
  /** What is written where this id stands. */
  text(id: string): Promise<string>;
  at(id: string): Locator;
  /** Waits until the page says it shows this view. */
  shows(view: string): Promise<void>;
  /** For looking: JOURNEY_PICTURES names the folder, and without it none is taken. */
  picture(name: string): Promise<void>;
}

export interface Phones {
  /** `hash`: the page and its query. A phone keeps its storage while pages come and go. */
  open(person: string, hash: string, language?: 'zh_CN' | 'en'): Promise<PhoneScreen>;
  /** The same of a page that is open already. */
  screenOf(page: Page): PhoneScreen;
  complaints: string[];
  close(): Promise<void>;
}

export async function openPhones(browser: Browser, url: string): Promise<Phones> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  const complaints: string[] = [];
  context.on('page', (page) => {
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  });
  return {
    complaints, screenOf,
    async open(person, hash, language = 'zh_CN') {
      const page = await context.newPage();
      await page.goto(`${url}/phone?person=${person}&device=phone-1&language=${language}#${hash}`);
      return screenOf(page);
    },
    close: () => context.close(),
  };
}

function screenOf(page: Page): PhoneScreen {
  const at = (id: string) => page.locator(`[data-wxid="${id}"]:visible`);
  return {
    page, at,
    text: async (id) => (await at(id).textContent() ?? '').trim(),
    shows: (view) => at('view').filter({ hasText: new RegExp(`^\\s*${view}\\s*$`) }).waitFor(),
    async picture(name) {
      const folder = process.env['JOURNEY_PICTURES'];
      if (folder) await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
    },
  };
}
