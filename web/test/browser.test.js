// The written files in a real browser. HOTCLUB_WEB_PICTURES is a folder with real.html, idle.html, real.svg and
// synthetic.html (scripts/test-web writes them), HOTCLUB_WEB_BROWSER the browser; without them this is skipped.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const folder = process.env['HOTCLUB_WEB_PICTURES'] ?? '';
const executablePath = process.env['HOTCLUB_WEB_BROWSER'] ?? '';
const missing = process.env['HOTCLUB_WEB_SKIP'] || (executablePath === '' ? 'no browser: scripts/test-web names one' : '');

/** @typedef {NonNullable<import('../src/element.js').FlameGraphElement['seen']>} Seen */

describe('in a browser', { skip: missing || false }, () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  after(() => browser.close());

  /**
   * Opens a file, does something with it, and fails if the page complained or asked for anything else.
   *
   * @param {string} name
   * @param {(page: import('playwright-core').Page) => Promise<void>} todo
   * @param {import('playwright-core').BrowserContextOptions} [options]
   */
  async function open(name, todo, options = {}) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
    /** @type {string[]} */
    const complaints = [];
    page.on('console', message => complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.message));
    page.on('request', request => request.url().startsWith('file:') || request.url().startsWith('blob:') || complaints.push(request.url()));
    try {
      await page.goto(pathToFileURL(join(folder, name)).href);
      if (name.endsWith('.html')) await seen(page);
      await todo(page);
      assert.deepEqual(complaints, []);
    } finally {
      await page.close();
    }
  }

  /** @param {import('playwright-core').Page} page @returns {Promise<Seen>} */
  async function seen(page) {
    const handle = await page.waitForFunction(() => /** @type {any} */ (document.querySelector('hotclub-flamegraph'))?.seen, null, { timeout: 60_000 });
    return /** @type {Seen} */ (await handle.jsonValue());
  }

  /** Clicks the bar of a function. @param {import('playwright-core').Page} page @param {string} name */
  async function click(page, name) {
    const box = (await seen(page)).boxes.find(b => b.name === name);
    assert.ok(box, `no bar of ${name}`);
    await page.locator('hotclub-flamegraph .picture').click({ position: { x: box.x + box.width / 2, y: box.y + box.height / 2 } });
  }

  /** @param {import('playwright-core').Page} page */
  const found = page => page.locator('hotclub-flamegraph output').textContent();

  test('a click zooms, Escape and the crumbs lead back, reset resets', async () => {
    await open('real.html', async page => {
      const all = await seen(page);
      assert.equal(all.zoom, 'all');
      assert.ok(all.drawn > 5, `${all.drawn} bars`);
      await click(page, 'slow');
      const slow = await seen(page);
      assert.equal(slow.zoom, 'slow');
      assert.equal(slow.boxes[0]?.width, all.boxes[0]?.width);
      await page.keyboard.press('Escape');
      assert.equal((await seen(page)).zoom, 'all');
      await click(page, 'fib');
      await page.locator('hotclub-flamegraph .crumbs button').first().click();
      assert.equal((await seen(page)).zoom, 'all');
      await click(page, 'slow');
      await page.getByRole('button', { name: /^reset/ }).click();
      assert.equal((await seen(page)).zoom, 'all');
    });
  });

  test('a search marks what matches and says its share', async () => {
    await open('real.html', async page => {
      await page.keyboard.press('/');
      await page.keyboard.type('slow');
      const { matched } = await seen(page);
      const box = (await seen(page)).boxes;
      const share = (box.find(b => b.name === 'slow')?.width ?? 0) / (box[0]?.width ?? 1);
      assert.ok(Math.abs(matched - share) < 0.001, `${matched} of the samples, ${share} of the width`);
      assert.match((await found(page)) ?? '', /% in 1 frame$/);
      assert.equal(await page.locator('hotclub-flamegraph tbody tr').count(), 1);
      await page.locator('hotclub-flamegraph input').fill('no such function');
      assert.equal(await found(page), 'nothing found');
      await page.keyboard.press('Escape');
      assert.equal(await found(page), '');
    });
  });

  test('callers, lines, collapse and flip change the picture and back', async () => {
    await open('real.html', async page => {
      const before = await seen(page);
      const second = async () => (await seen(page)).boxes.filter(b => b.y === before.boxes[1]?.y).map(b => b.name);
      assert.deepEqual(await second(), ['<module>']);
      await page.keyboard.press('i');
      assert.ok((await second()).some(name => name === 'work.<locals>.<genexpr>'), String(await second()));
      await page.keyboard.press('i');
      await page.keyboard.press('f');
      const flipped = await seen(page);
      assert.ok((flipped.boxes[0]?.y ?? 0) > (flipped.boxes[1]?.y ?? 0), 'the root is not at the bottom');
      await page.keyboard.press('f');
      await page.keyboard.press('c');
      assert.ok((await seen(page)).rows < before.rows, 'recursion is not folded');
      await page.keyboard.press('r');
      assert.deepEqual((await seen(page)).boxes, before.boxes);
    });
  });

  test('keys walk along the bars and say where one is', async () => {
    await open('real.html', async page => {
      await page.keyboard.press('Home');
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
      const { cursor } = await seen(page);
      assert.ok((await page.locator('hotclub-flamegraph .foot').textContent())?.startsWith(cursor), cursor);
      await page.keyboard.press('Enter');
      assert.equal((await seen(page)).zoom, cursor);
      await page.keyboard.press('Backspace');
      assert.equal((await seen(page)).zoom, 'all');
    });
  });

  test('the page says how it was measured, what is widest and what colours mean', async () => {
    await open('real.html', async page => {
      const facts = (await page.locator('hotclub-flamegraph .facts').textContent()) ?? '';
      for (const word of ['thread time shown', 'samples', 'reader', 'exact', 'approximate', 'lost', 'target held', 'of a core for the profiler']) {
        assert.ok(facts.includes(word), `${word} is missing in ${facts}`);
      }
      assert.match((await page.locator('hotclub-flamegraph .widest').textContent()) ?? '', /slow|work/);
      assert.match((await page.locator('hotclub-flamegraph .legend').textContent()) ?? '', /own code.*Python/);
      await page.screenshot({ path: join(folder, 'real.png') });
    });
  });

  test('dark, narrow and with idle threads', async () => {
    await open('idle.html', async page => {
      assert.equal(await page.locator('hotclub-flamegraph').getAttribute('theme'), 'dark');
      await page.screenshot({ path: join(folder, 'dark.png') });
    }, { colorScheme: 'dark' });
    await open('idle.html', async page => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 390, `${wide} px wide on a screen of 390`);
      await page.screenshot({ path: join(folder, 'phone.png') });
    }, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  });

  test('100,000 distinct frames are shown, searched and turned around', async t => {
    await open('synthetic.html', async page => {
      const all = await seen(page);
      assert.equal(all.nodes, 100_000);
      assert.ok(all.drawn < 10_000, `${all.drawn} bars drawn`);
      await page.screenshot({ path: join(folder, 'synthetic.png') });
      // Said, not judged: a shared machine is no clock.
      const times = await page.evaluate(() => {
        const element = /** @type {any} */ (document.querySelector('hotclub-flamegraph'));
        /** @param {() => void} todo */
        const time = todo => {
          const start = performance.now();
          todo();
          return Math.round(performance.now() - start);
        };
        const input = element.shadowRoot.querySelector('input');
        const press = (/** @type {string} */ what) => time(() => element.shadowRoot.querySelector(`[data-do=${what}]`).click());
        return {
          search: time(() => {
            input.value = 'function_9999';
            input.dispatchEvent(new Event('input'));
          }),
          callers: press('inverted'), lines: press('lines'), reset: press('reset'),
        };
      });
      t.diagnostic(`100,000 frames: search ${times.search} ms, callers ${times.callers} ms, lines ${times.lines} ms, reset ${times.reset} ms`);
      await page.locator('hotclub-flamegraph input').fill('function_99999');
      assert.match((await found(page)) ?? '', /in 1 frame$/);
      await page.keyboard.press('Escape');
      await click(page, all.boxes[2]?.name ?? '');
      assert.equal((await seen(page)).zoom, all.boxes[2]?.name);
      await page.keyboard.press('i');
      assert.equal((await seen(page)).modes.inverted, true);
    });
  });

  test('the picture in SVG: zoom, search, reset', async () => {
    await open('real.svg', async page => {
      const visible = () => page.locator('#frames > g:not(.hide)').count();
      /** @param {string} name */
      const bar = name => page.locator('#frames > g', { has: page.locator(`title:text("${name} (")`) }).first();
      const all = await visible();
      await bar('slow').hover();
      assert.match((await page.locator('#details').textContent()) ?? '', /^Function: slow \(target\.py:\d+\) \([\d,]+ samples, \d+\.\d\d%\)$/);
      await bar('slow').click();
      assert.ok((await visible()) < all, 'nothing was hidden');
      await page.screenshot({ path: join(folder, 'svg-zoomed.png') });
      await page.locator('#unzoom').click();
      assert.equal(await visible(), all);
      page.once('dialog', dialog => void dialog.accept('slow'));
      await page.locator('#search').click();
      const share = await page.evaluate(() => {
        const bars = [...document.querySelectorAll('#frames > g')].map(g => ({ title: g.querySelector('title')?.textContent ?? '', w: Number(g.querySelector('rect')?.getAttribute('fg:w')) }));
        /** @param {string} start */
        const samples = start => bars.filter(b => b.title.startsWith(start)).reduce((sum, b) => sum + b.w, 0);
        return (100 * samples('slow (')) / samples('all (');
      });
      assert.equal(await page.locator('#matched').textContent(), `Matched: ${share.toFixed(1)}%`);
      await page.screenshot({ path: join(folder, 'svg.png') });
      await page.locator('#search').click();
      assert.equal(await page.locator('#matched').textContent(), '');
    });
  });

  test('every picture that is looked at exists', () => {
    for (const name of ['real.html', 'idle.html', 'real.svg', 'synthetic.html']) assert.ok(existsSync(join(folder, name)), name);
  });
});
