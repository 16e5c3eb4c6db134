// How a screen is looked at in the end-to-end tests: axe in every theme and both languages, nothing cut off at 320 px or
// with letters twice as large, and its picture when RONDA_SCREENS is set.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import UPNG from 'upng-js';
import { root } from '../support/stage.mjs';

export const screens = join(root, 'tests/e2e/screens');
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** axe finds nothing serious on the screen as it stands. */
export async function heldAgainstAxe(page, name) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  assert.deepEqual(serious.map((one) => `${name}: ${one.id} at ${one.nodes[0].target}`), []);
}

/** Nothing is wider than the window: no sideways scrolling, no word cut off. */
async function fits(page, name) {
  const wide = await page.evaluate(() => {
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
    const found = [];
    for (const node of top.querySelectorAll('*')) {
      const style = getComputedStyle(node);
      if (style.position === 'absolute' && style.clipPath !== 'none') continue;
      if (node.closest('pre, .map, svg')) continue;
      if (node.getBoundingClientRect().right > document.documentElement.clientWidth + 1) found.push(`${node.localName}.${node.className}`);
    }
    return found.slice(0, 3);
  });
  assert.deepEqual(wide, [], `${name}: wider than the window`);
}

/** No text ends in the middle because its box is too small for it. */
async function uncut(page, name) {
  const cut = await page.evaluate(() => {
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
    const found = [];
    for (const node of top.querySelectorAll('*')) {
      const style = getComputedStyle(node);
      if (!/hidden|clip/.test(`${style.overflowX} ${style.overflowY}`) || style.position === 'absolute') continue;
      if (node.closest('pre, .map, svg, video') || node.textContent.trim() === '') continue;
      if (node.scrollWidth > node.clientWidth + 1 || (/hidden|clip/.test(style.overflowY) && node.scrollHeight > node.clientHeight + 1)) {
        found.push(`${node.localName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`);
      }
    }
    return found.slice(0, 3);
  });
  assert.deepEqual(cut, [], `${name}: text is cut off`);
}

/** A picture in a palette of 64 colours: a third of the size, and nobody sees it. */
function small(png) {
  const { width, height, data } = PNG.sync.read(png);
  return Buffer.from(UPNG.encode([data.buffer.slice(data.byteOffset, data.byteOffset + data.length)], width, height, 64));
}

/** What the page looks like now: {lang, theme}. */
const chosen = (page) => page.evaluate(() => {
  const kept = JSON.parse(localStorage.getItem('ronda.prefs') ?? '{}');
  return { lang: document.documentElement.lang, theme: kept.theme ?? document.documentElement.dataset.theme ?? 'auto' };
});

/** Chooses language and theme as from another tab of the same browser, so that nothing on the screen is touched. */
export async function choose(page, { lang, theme }) {
  await page.evaluate((to) => {
    const before = JSON.parse(localStorage.getItem('ronda.prefs') ?? '{}');
    localStorage.setItem('ronda.prefs', JSON.stringify({ ...before, ...to }));
    dispatchEvent(new StorageEvent('storage', { key: 'ronda.prefs' }));
  }, { lang, theme });
  await page.waitForFunction((to) => document.documentElement.lang === to, lang);
}

/** Letters twice as large, as a reader with weak eyes sets them: the letters grow, the window does not. */
const enlarge = (page) => page.evaluate(() => {
  const sizes = [...document.querySelectorAll('body, body *')].map((node) => {
    const style = getComputedStyle(node);
    return [node, parseFloat(style.fontSize), parseFloat(style.lineHeight)];
  });
  for (const [node, size, line] of sizes) {
    if (!node.style) continue;
    node.style.fontSize = `${size * 2}px`;
    if (line) node.style.lineHeight = `${line * 2}px`;
  }
});
const shrink = (page) => page.evaluate(() => {
  for (const node of document.querySelectorAll('body, body *')) {
    node.style?.removeProperty('font-size');
    node.style?.removeProperty('line-height');
  }
});

/**
 * One screen as everybody sees it. `page` stands on it; afterwards it stands there again as before.
 * `narrow`: also 320 px wide and with letters of twice the size.
 */
export async function seen(page, name, { narrow = true, themes = ['light', 'dark', 'contrast'], langs = ['id', 'en'] } = {}) {
  const size = page.viewportSize();
  const before = await chosen(page);
  // A colour on its way from one theme to the other is neither.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const theme of themes) {
    for (const lang of langs) {
      await choose(page, { lang, theme });
      await heldAgainstAxe(page, `${name} ${theme} ${lang}`);
    }
  }
  await choose(page, before);
  if (process.env.RONDA_SCREENS) {
    mkdirSync(screens, { recursive: true });
    writeFileSync(join(screens, `${name}.png`), small(await page.screenshot()));
  }
  if (!narrow) return;
  for (const lang of langs) {
    await choose(page, { ...before, lang });
    await page.setViewportSize({ width: 320, height: 740 });
    await fits(page, `${name} ${lang} at 320 px`);
    await page.setViewportSize(size);
    await enlarge(page);
    await fits(page, `${name} ${lang} with letters twice as large`);
    await shrink(page);
  }
  await choose(page, before);
}

/**
 * One screen in both languages as it stands: axe, nothing wider than the window and no text cut off at this size, at 320 px and
 * with letters twice as large; with RONDA_SCREENS its pictures `NAME-id.png` and `NAME-en.png`, small enough for the guide.
 * @returns {Promise<string[]>} what is wrong with it, in words
 */
export async function shown(page, name, { narrow = true, large = true } = {}) {
  const size = page.viewportSize();
  const before = await chosen(page);
  const faults = [];
  const look = (deed) => deed.catch((fault) => {
    if (fault.code !== 'ERR_ASSERTION') throw fault;
    faults.push(`${fault.message}`);
  });
  const check = async (where) => {
    await look(fits(page, where));
    await look(uncut(page, where));
  };
  for (const lang of ['id', 'en']) {
    await choose(page, { lang, theme: before.theme });
    await look(heldAgainstAxe(page, `${name} ${lang}`));
    await check(`${name} ${lang}`);
    if (process.env.RONDA_SCREENS) {
      mkdirSync(screens, { recursive: true });
      writeFileSync(join(screens, `${name}-${lang}.png`), small(await page.screenshot()));
    }
    if (!narrow) continue;
    await page.setViewportSize({ width: 320, height: 740 });
    await check(`${name} ${lang} at 320 px`);
    await page.setViewportSize(size);
    if (!large) continue;
    await enlarge(page);
    await check(`${name} ${lang} with letters twice as large`);
    await shrink(page);
  }
  await choose(page, before);
  return faults;
}
