// An installed Chrome or Chromium, for tests of what is on screen.
import fs from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** `null` where no browser is installed, which is said, and is an error under CI=true. */
export async function aBrowser(): Promise<Browser | null> {
  const executablePath = INSTALLED.find((file) => file !== undefined && fs.existsSync(file));
  if (executablePath) return chromium.launch({ executablePath, args: ['--no-sandbox'] });
  if (process.env['CI'] === 'true') throw new Error('no Chrome or Chromium is installed: install one or name it in CHROMIUM');
  console.warn('No Chrome or Chromium is installed: what is on screen is not tested. Name one in CHROMIUM.');
  return null;
}
