// The server's pages in a real browser. HOTCLUB_WEB_PAGES has the ports of a filled and of an empty server and their
// tokens (scripts/test-web starts them), HOTCLUB_WEB_BROWSER the browser; without them this is skipped.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';

const executablePath = process.env['HOTCLUB_WEB_BROWSER'] ?? '';
const [filled, empty, admin, reader] = (process.env['HOTCLUB_WEB_PAGES'] ?? '').split(' ');
const pictures = join(process.env['HOTCLUB_WEB_PICTURES'] ?? '.', 'pages');
const missing = executablePath === '' ? 'no browser: scripts/test-web names one' : filled ? '' : 'no server: scripts/test-web starts one';

const TRACE = '0000000000005eed0000000000000001';
const HOSTILE = '0000000000005eed0000000000000002';

/** @type {Record<string, string>} */
const PAGES = {
  overview: '/?last=6h&vs=before',
  endpoint: '/endpoint?op=POST+orders/&last=6h',
  requests: '/requests?sort=slowest',
  request: `/request/${TRACE}`,
  hostile: `/request/${HOSTILE}`,
  queries: '/queries',
  findings: '/findings',
  finding: '/finding/a1b2c3d4e5f60718',
  errors: '/errors?last=6h',
  audit: '/audit',
};

describe('pages in a browser', { skip: missing || false }, () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  after(() => browser.close());

  /**
   * Logs in, does something, and fails if a page complained, broke its policy or asked for anything elsewhere.
   *
   * @param {(page: import('playwright-core').Page, at: (path: string) => Promise<void>) => Promise<void>} todo
   * @param {import('playwright-core').BrowserContextOptions} [options]
   * @param {string} [port]
   * @param {string} [token]
   */
  async function open(todo, options = {}, port = filled, token = admin) {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
    const page = await context.newPage();
    const origin = `http://127.0.0.1:${port}`;
    /** @type {string[]} */
    const complaints = [];
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.message));
    page.on('dialog', dialog => { complaints.push(dialog.message()); void dialog.dismiss(); });
    page.on('request', request => request.url().startsWith(origin) || request.url().startsWith('data:') || complaints.push(request.url()));
    try {
      await page.goto(`${origin}/login`);
      await page.fill('#token', token ?? '');
      await page.click('button');
      await page.waitForURL(`${origin}/`);
      await todo(page, async path => { await page.goto(origin + path); });
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  for (const [name, path] of Object.entries(PAGES)) {
    test(`${name}: light, dark and on a phone`, async () => {
      await open(async (page, at) => {
        for (const [kind, width, colorScheme] of /** @type {const} */ ([['light', 1400, 'light'], ['dark', 1400, 'dark'], ['phone', 390, 'light']])) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 860 });
          await at(path);
          assert.ok((await page.locator('h1').innerText()).length > 10);
          for (const chart of await page.locator('hotclub-chart').all()) await chart.locator('canvas').waitFor();
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} wide`);
          await page.screenshot({ path: join(pictures, `${name}-${kind}.png`), fullPage: true });
        }
      });
    });
  }

  test('links keep the time and the comparison, and leave the frame of the page in place', async () => {
    await open(async (page, at) => {
      await at('/?last=6h');
      await page.locator('.endpoints tbody a', { hasText: 'GET books/' }).first().click();
      await page.waitForURL(/endpoint.*last=6h/);
      await page.locator('header.top').waitFor();
      await page.locator('.shapes a.sql').first().click();
      await page.waitForURL(/\/query\/[0-9a-f]{16}\?.*last=6h/);
      await page.locator('header.top').waitFor();
      assert.equal(await page.locator('main').count(), 1);
    });
  });

  test('a chosen time is in the address, and a header sorts', async () => {
    await open(async (page, at) => {
      await at('/');
      await page.selectOption('select[name=last]', '6h');
      await page.waitForURL(/last=6h/);
      await page.locator('thead a', { hasText: 'p99' }).click();
      await page.waitForURL(/sort=p99/);
      assert.equal(await page.locator('th[aria-sort=descending]').innerText(), 'p99');
    });
  });

  test('dragging over a chart chooses that time', async () => {
    await open(async (page, at) => {
      await at('/?last=6h');
      const plot = page.locator('hotclub-chart .u-over').first();
      const box = await plot.boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 5 });
      await page.mouse.up();
      await page.waitForURL(/from=\d+&to=\d+/);
      assert.match(await page.locator('h1').innerText(), /./);
    });
  });

  test('keys: / searches, o r q f e change the page, j moves, Enter opens', async () => {
    await open(async (page, at) => {
      await at('/');
      await page.keyboard.press('q');
      await page.waitForURL(/\/queries/);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/query\//);
      await page.keyboard.press('/');
      await page.keyboard.type(TRACE);
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(`/request/${TRACE}`));
      await page.locator('.w-row').first().waitFor();
    });
  });

  test('the fix is copied, and a folded row opens', async () => {
    await open(async (page, at) => {
      await at(PAGES['request'] ?? '');
      await page.locator('[data-copy]', { hasText: 'Copy the fix' }).first().click();
      await page.locator('[data-copy]', { hasText: 'Copied' }).first().waitFor();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /select_related\("author"\)/);
      const row = page.locator('.w-row', { hasText: '68 ×' });
      await row.locator('summary').click();
      assert.match(await row.locator('.w-more').innerText(), /one after another/);
    }, { permissions: ['clipboard-read', 'clipboard-write'] });
  });

  test('a finding is muted with a reason and opened again', async () => {
    await open(async (page, at) => {
      await at('/finding/00ff00ff00ff00ff');
      await page.fill('input[name=reason]', 'a nightly report');
      await page.click('#mute button');
      await page.locator('text=Open it again').click();
      await page.locator('#mute input[name=reason]').waitFor();
    });
  });

  test('a reader sees no button that is not for readers', async () => {
    await open(async (page, at) => {
      await at('/finding/a1b2c3d4e5f60718');
      assert.equal(await page.locator('#mute').count(), 0);
      assert.equal(await page.locator('a', { hasText: 'Audit' }).count(), 0);
    }, {}, filled, reader);
  });

  test('an empty server says how to send something', async () => {
    await open(async page => {
      assert.match(await page.locator('main').innerText(), /OTEL_EXPORTER_OTLP_ENDPOINT/);
      await page.screenshot({ path: join(pictures, 'empty.png') });
    }, {}, empty);
  });
});
