import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageParts } from '../../src/cli/page-parts.ts';
import { reporter } from '../../src/reporters/html.ts';
import type { Report } from '../../src/reporters/report.ts';
import { makeDirectory } from '../cli/nhi.ts';
import { hostileName, sampleReport, withEveryString } from '../reporters/sample-report.ts';
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
    expect(await page.locator('[data-count=identities]').innerText()).toBe('1 of 7 rows');
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

  test('is worked with the keyboard alone', async () => {
    const { page, complaints } = await open(sampleReport, 'keyboard');
    await page.locator('[data-grid=identities]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[data-grid=identities] tr[aria-selected=true]').getAttribute('data-at')).toBe('2');
    await page.keyboard.press('Enter');
    expect(await page.locator('#card').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
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
