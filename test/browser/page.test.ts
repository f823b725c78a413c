import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageParts } from '../../src/cli/page-parts.ts';
import { reporter } from '../../src/reporters/html.ts';
import type { Report } from '../../src/reporters/report.ts';
import { makeDirectory } from '../cli/nhi.ts';
import { hostileName, sampleReport, withEveryString } from '../reporters/sample-report.ts';
import { poorContrasts } from './contrast.ts';
import { largeReport } from './large-report.ts';

/** Debian's and others' places. */
const place = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
);

if (place === undefined) console.warn('browser tests are skipped: no Chromium at /usr/bin/chromium (or name one in CHROMIUM)');

describe.skipIf(place === undefined)('the HTML report in Chromium', () => {
  let browser: Browser;
  const folder = makeDirectory();
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: place ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /** Opens a report; what the page complains of, or asks the network for, is collected. */
  async function open(
    report: Report,
    name: string,
  ): Promise<{ readonly page: Page; readonly complaints: string[]; readonly bytes: number }> {
    const html = [...reporter.render(report, { color: false, page: pageParts })].join('');
    writeFileSync(join(folder, `${name}.html`), html);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url());
    });
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    await page.goto(`file://${folder}/${name}.html`);
    await page.waitForSelector('html[data-ready=true]');
    return { page, complaints, bytes: Buffer.byteLength(html) };
  }

  test('filters, sorts, and shows an identity with its path drawn', async () => {
    const { page, complaints } = await open(sampleReport, 'sample');
    const rows = page.locator('[data-grid=identities] tbody tr[data-at]');
    expect(await rows.count()).toBe(sampleReport.identities.length);
    await page.locator('[data-grid=identities] thead button', { hasText: 'Power' }).click();
    await page.locator('[data-grid=identities] thead button', { hasText: 'Power' }).click();
    expect(await rows.first().innerText()).toContain('release');
    await page.locator('[data-filters=identities] input').fill('claude');
    expect(await page.locator('[data-count=identities]').innerText()).toBe('1 of 7 rows, by power, falling');
    await rows.first().click();
    const card = page.locator('#card');
    expect(await card.innerText()).toContain('identity model too static');
    expect(await card.innerText()).toContain('iam-008: iam:AttachUserPolicy on itself');
    await card.locator('canvas').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await card.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('is worked with the keyboard alone, from the start to a card and a drawn path and back', async () => {
    const { page, complaints } = await open(sampleReport, 'keyboard');
    const focus = page.locator(':focus');
    const tabTo = async (selector: string): Promise<void> => {
      for (let i = 0; i < 100; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((s) => document.activeElement?.matches(s) === true, selector)) return;
      }
      throw new Error(`Tab never comes to ${selector}`);
    };
    await tabTo('.skip');
    expect((await focus.boundingBox())?.x).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await tabTo('button[data-path]');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('button', { name: 'Draw Claude Code →', expanded: true }).count()).toBe(1);
    expect(await focus.getAttribute('aria-expanded')).toBe('true');
    expect(await page.locator('#drawing').isVisible()).toBe(true);
    expect(await page.locator('#drawing').getAttribute('role')).toBe('img');
    await page.keyboard.press('Enter');
    expect(await focus.getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('#drawing').isVisible()).toBe(false);

    await tabTo('[data-grid=identities] table');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const card = page.locator('#card');
    expect(await card.isVisible()).toBe(true);
    // What is behind the card is out of reach.
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('#card') !== null)).toBe(
        true,
      );
    }
    await page.keyboard.press('Escape');
    expect(await focus.getAttribute('role')).toBe('grid');
    expect(await focus.getAttribute('aria-activedescendant')).toBe('identities-row-2');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('tells a screen reader the row that the arrow keys come to, and how many there are', async () => {
    const report = largeReport(2_000, 10);
    const { page } = await open(report, 'reader');
    const grid = page.getByRole('grid', { name: 'Identities' });
    const active = async (): Promise<readonly (string | null)[]> => {
      const id = await grid.getAttribute('aria-activedescendant');
      const row = page.locator(`[id="${id}"]`);
      return [
        await row.getAttribute('aria-rowindex'),
        await row.getAttribute('aria-selected'),
        await row.locator('td').first().innerText(),
      ];
    };
    const names = report.identities.map((i) => i.name);
    expect([await grid.getAttribute('aria-rowcount'), await grid.getAttribute('aria-colcount')]).toEqual(['2001', '8']);
    await grid.focus();
    expect(await active()).toEqual(['2', 'true', names[0]]);
    await page.keyboard.press('ArrowDown');
    expect(await active()).toEqual(['3', 'true', names[1]]);
    await page.keyboard.press('End');
    expect(await active()).toEqual(['2001', 'true', names[1999]]);
    // Of a row that was scrolled out of sight nothing can be told; whoever comes back finds it again.
    await page.locator('[data-grid=identities]').evaluate((e) => e.scrollTo(0, 0));
    await page.waitForFunction(
      () => document.querySelector('[data-grid=identities] table')?.hasAttribute('aria-activedescendant') === false,
    );
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await active()).toEqual(['2001', 'true', names[1999]]);
    await page.locator('[data-filters=identities] input').fill(names[7] ?? '');
    expect(await page.getByRole('status').first().innerText()).toBe('1 of 2000 rows');
    expect(await grid.getAttribute('aria-rowcount')).toBe('2');
    await page.locator('[data-filters=identities] input').fill('nobody is called so');
    expect(await grid.getAttribute('aria-activedescendant')).toBeNull();
    expect(await grid.innerText()).toContain('No row is left.');
    const power = page.getByRole('columnheader', { name: 'Power' }).first();
    expect(await power.getAttribute('aria-sort')).toBe('none');
    await power.getByRole('button').press('Enter');
    expect(await power.getAttribute('aria-sort')).toBe('ascending');
    expect(await page.getByRole('status').first().innerText()).toBe('0 of 2000 rows, by power, rising');
    await page.close();
  });

  test('names everything that can be worked, once, and its headings leave out no level', async () => {
    const { page } = await open(sampleReport, 'names');
    await page.locator('[data-grid=identities] tbody tr[data-at="0"]').click();
    const wrong = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
      const nameOf = (e: Element): string =>
        e.getAttribute('aria-label') ?? (e.closest('label') ?? e).textContent ?? e.getAttribute('title') ?? '';
      const levels = [...document.querySelectorAll('h1, h2, h3')].map((h) => Number(h.tagName[1]));
      const named = [...document.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls]')];
      return {
        twice: ids.filter((id, i) => ids.indexOf(id) !== i),
        nameless: [...document.querySelectorAll('a, button, input, select, summary')]
          .filter((e) => nameOf(e).trim() === '')
          .map((e) => e.outerHTML),
        jumps: levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1),
        toNobody: named.flatMap((e) =>
          ['aria-labelledby', 'aria-describedby', 'aria-controls'].flatMap((a) =>
            (e.getAttribute(a) ?? '').split(' ').filter((id) => id !== '' && !ids.includes(id)),
          ),
        ),
        draws: [...document.querySelectorAll('button[data-path]')].map((b) => b.getAttribute('aria-labelledby')),
      };
    });
    expect({ ...wrong, draws: new Set(wrong.draws).size }).toEqual({
      twice: [],
      nameless: [],
      jumps: [],
      toNobody: [],
      draws: wrong.draws.length,
    });
    await page.close();
  });

  test.each(['light', 'dark'] as const)('can be read in %s: text 4.5 to 1, edges of fields 3 to 1', async (colorScheme) => {
    const { page } = await open(sampleReport, `contrast-${colorScheme}`);
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true;
    });
    expect(await poorContrasts(page)).toEqual([]);
    await page.locator('[data-grid=identities] tbody tr[data-at="0"]').click();
    expect(await poorContrasts(page)).toEqual([]);
    // The measure itself sees what is too faint.
    await page.locator('#card-title').evaluate((title) => title.setAttribute('style', 'color: #888; font-size: 14px'));
    expect((await poorContrasts(page)).map((c) => c.color)).toEqual(colorScheme === 'light' ? ['rgb(136, 136, 136)'] : []);
    await page.close();
  });

  test('prints in the colours of paper, and a card where one is open', async () => {
    const { page } = await open(sampleReport, 'paper');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await poorContrasts(page)).toEqual([]);
    expect(await page.locator('body').evaluate((e) => getComputedStyle(e).backgroundColor)).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ media: 'screen' });
    await page.locator('[data-grid=identities] tbody tr[data-at="0"]').click();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('main').isVisible()).toBe(false);
    const card = page.locator('#card');
    expect(await card.evaluate((e) => e.scrollHeight - e.clientHeight)).toBe(0);
    expect(await card.getByRole('button', { name: 'Close' }).isVisible()).toBe(false);
    await page.close();
  });

  test('moves nothing by itself', async () => {
    const { page } = await open(sampleReport, 'still');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.locator('button[data-path="0"]').click();
    await page.locator('[data-grid=identities] tbody tr[data-at="0"]').click();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.close();
  });

  test('follows a link from a framework to the findings of a rule', async () => {
    const { page } = await open(sampleReport, 'link');
    await page.locator('#frameworks a', { hasText: 'aws-iam-key-old' }).first().click();
    await page.locator('[data-count=findings]', { hasText: ' of ' }).waitFor();
    const rules = await page.locator('[data-grid=findings] tbody tr[data-at] td:nth-child(2)').allInnerTexts();
    expect(new Set(rules)).toEqual(new Set(['aws-iam-key-old']));
    // Again, after the filter was taken away by hand.
    await page.locator('[data-filters=findings] select[name=rule]').selectOption('');
    await page.locator('#frameworks a', { hasText: 'aws-iam-key-old' }).first().click();
    expect(await page.locator('[data-filters=findings] select[name=rule]').inputValue()).toBe('aws-iam-key-old');
    await page.close();
  });

  test('runs nothing of hostile names', async () => {
    const harmful = withEveryString(
      sampleReport,
      (text) => `${text}"><img src=x onerror=alert(1)>${hostileName}</script><script>alert(2)</script>`,
    );
    const { page, complaints } = await open(harmful, 'hostile');
    await page.locator('[data-grid=identities] tbody tr[data-at="0"]').click();
    expect(await page.locator('#card img, #card script').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('says of a finding about no identity that it is waived, or was not decided', async () => {
    const nobodys = sampleReport.findings.map(({ identity: _, ...finding }) => finding);
    const { page } = await open({ ...sampleReport, findings: nobodys }, 'nobody');
    for (const [status, words] of [
      ['suppressed', 'Waived, because: the contract ends in December'],
      ['unknown', 'Could not be decided. Not known: '],
    ] as const) {
      await page.locator('[data-filters=findings] select[name=status]').selectOption(status);
      await page.locator('[data-grid=findings] tbody tr[data-at="0"]').click();
      expect(await page.locator('#card').innerText()).toContain(words);
      await page.keyboard.press('Escape');
    }
    await page.close();
  });

  test('prints what is folded up, and says where the tables are', async () => {
    const { page } = await open(sampleReport, 'print');
    const folded = page.locator('#first details p').first();
    const instead = page.locator('#identities .no-table');
    const isSeen = (): Promise<boolean[]> =>
      Promise.all([folded, instead].map((part) => part.evaluate((e) => e.checkVisibility({ contentVisibilityAuto: true }))));
    expect(await isSeen()).toEqual([false, false]);
    await page.emulateMedia({ media: 'print' });
    expect(await isSeen()).toEqual([true, true]);
    await page.close();
  });

  test('keeps what a card says within it', async () => {
    const { page } = await open(sampleReport, 'cards');
    const wide = await page
      .locator('.card')
      .evaluateAll((cards) => cards.filter((c) => c.scrollWidth > c.clientWidth).map((c) => c.textContent));
    expect(wide).toEqual([]);
    await page.close();
  });

  test('fits a narrow screen: its tables scroll for themselves', async () => {
    const long = withEveryString(sampleReport, (text) => text.replace('holds its access key', `holds ${'a-long-name'.repeat(20)}`));
    const { page } = await open(long, 'narrow');
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await page.locator('html').evaluate((e) => e.scrollWidth)).toBe(400);
    const table = page.locator('[data-grid=identities] table');
    expect((await table.boundingBox())?.width).toBeGreaterThan(700);
    // A path is drawn from the top down, at a size that can be read.
    await page.locator('button[data-path="0"]').click();
    const drawing = await page.locator('#drawing').boundingBox();
    expect(drawing?.height).toBe(110 * ((sampleReport.paths[0]?.steps.length ?? 0) + 1));
    await page.close();
  });

  test('shows 100,000 identities and 50,000 findings in less than 30 MB', async () => {
    const { page, complaints, bytes } = await open(largeReport(100_000, 50_000), 'large');
    expect(bytes).toBeLessThan(30_000_000);
    await page.locator('[data-filters=identities] input').fill('role-99999');
    expect(await page.locator('[data-count=identities]').innerText()).toBe('1 of 100000 rows');
    // Only what is in sight is in the document.
    expect(await page.locator('[data-grid=findings] tbody tr').count()).toBeLessThan(100);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
