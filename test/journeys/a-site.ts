// The demo site of a running world in a browser: its pages, what a camera reads from the screen, and what went wrong meanwhile.
import jpeg from 'jpeg-js';
import jsQR from 'jsqr';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface Seen { page: Page; context: BrowserContext; errors: string[]; addresses: string[] }
export interface Looking { width?: number; userAgent?: string; locale?: string }

/** Not at all where no browser is installed. `addresses`: every one that the page or a frame of it asked for. */
export async function inABrowser(browser: Browser | null, look: (seen: Seen) => Promise<void>, options: Looking = {}): Promise<void> {
  if (browser === null) return;
  const { width = 1280, ...more } = options;
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'zh-CN', ...more });
  const page = await context.newPage();
  const errors: string[] = [];
  const addresses: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  page.on('request', (request) => { if (request.method() !== 'OPTIONS') addresses.push(request.url()); });
  try {
    await look({ page, context, errors, addresses });
  } finally { await context.close(); }
}

export const view = (page: Page, is: string) => page.locator(`body[data-view="${is}"]`).waitFor();
export const noticed = (page: Page, code: string) => page.locator(`#notice[data-code="${code}"]`).waitFor();
export const userId = (page: Page) => page.locator('#user-id').textContent();

/** What a camera reads from the screen. */
export async function readFromScreen(page: Page): Promise<string> {
  const { width, height, data } = jpeg.decode(await page.screenshot({ type: 'jpeg', quality: 90 }));
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
}

export const tokensIn = (text: string) => /ey[A-Za-z0-9_-]{10,}\.|access_?token|refresh_?token/i.test(text);
/** Nothing stands beside the screen. */
export const isWhole = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
