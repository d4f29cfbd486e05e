// Proves that a browser runs here and has Chinese glyphs: one screenshot of a static page, and three characters compared pixel by pixel.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const BROWSERS = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const PAGE = '<!doctype html><meta charset="utf-8"><body style="font: 40px sans-serif"><p>微信登录 · Sign in</p><canvas width="60" height="60"></canvas>';

/** Each character's pixels as a string; two that no font has look the same. */
function draw(characters) {
  const context = document.querySelector('canvas').getContext('2d', { willReadFrequently: true });
  return characters.map((character) => {
    context.clearRect(0, 0, 60, 60);
    context.font = '40px sans-serif';
    context.fillText(character, 5, 45);
    return context.getImageData(0, 0, 60, 60).data.join();
  });
}

async function look(page) {
  await page.setContent(PAGE);
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'screenshot-')), 'static.png');
  await page.screenshot({ path: file });
  const [blank, missing, wei, xin] = await page.evaluate(draw, ['', '\u{10FFFE}', '微', '信']);
  if (wei === blank || wei === missing || wei === xin) throw new Error('The browser has no Chinese font: 微 and 信 look like a missing character. Install fonts-wqy-zenhei.');
  console.log(`A browser runs and shows Chinese (${fs.statSync(file).size} bytes of screenshot in ${file}).`);
}

const executablePath = BROWSERS.find((candidate) => candidate && fs.existsSync(candidate));
if (!executablePath) throw new Error('No Chromium or Chrome is installed; name one in CHROME_PATH.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try { await look(await browser.newPage()); } finally { await browser.close(); }
