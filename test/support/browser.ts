// Opens an installed Chrome or Chromium for the tests that look at a screen.
import fs from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL_PATHS = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

// A test's browser talks to nobody but the test.
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function installedBrowser(): string | null {
  const asked = process.env['CHROME_PATH'];
  return [...(asked ? [asked] : []), ...USUAL_PATHS].find((file) => fs.existsSync(file)) ?? null;
}

/**
 * Null where no browser is installed, which it says once: the tests that look at a screen then pass unseen.
 * @throws Error there under CI=true, where a browser must be
 */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = installedBrowser();
  if (executablePath) return chromium.launch({ executablePath, args: QUIET });
  if (process.env['CI'] === 'true') throw new Error('No Chrome or Chromium is installed (CHROME_PATH names one): CI must look at the screen.');
  process.stderr.write('没有找到 Chrome 或 Chromium，浏览器测试未运行。 No Chrome or Chromium found (CHROME_PATH names one): the browser tests did not run.\n');
  return null;
}
