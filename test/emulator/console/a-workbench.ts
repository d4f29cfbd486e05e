// The workbench in a browser on a local world of its own, and what it complained of.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser';
import { type LocalWorld, startWorld } from '../../support/local-world';

export interface Workbench {
  world: LocalWorld;
  /** Uncaught errors and console errors of the page since it was opened last. */
  errors: string[];
  /** Runs `look` on the workbench, or not at all where no browser is installed. */
  at(look: (page: Page) => Promise<void>, options?: { width?: number; height?: number; locale?: string }): Promise<void>;
  close(): Promise<void>;
}

async function watched(browser: Browser, errors: string[], { width = 1280, height = 800, locale = 'zh-CN' }: { width?: number; height?: number; locale?: string }): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height }, locale })).newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  return page;
}

export async function aWorkbench(): Promise<Workbench> {
  const browser = await openBrowser();
  const world = await startWorld();
  const errors: string[] = [];
  return {
    world, errors,
    async at(look, options = {}) {
      if (browser === null) return;
      errors.length = 0;
      const page = await watched(browser, errors, options);
      try {
        await page.goto(world.url);
        await page.locator('[data-person="alice"][aria-pressed="true"]').waitFor();
        await look(page);
      } finally { await page.context().close(); }
    },
    async close() {
      await browser?.close();
      await world.stop();
    },
  };
}
