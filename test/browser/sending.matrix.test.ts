import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSimulators } from '@leadwire/simulators';
import type { Page } from 'playwright-core';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { button, closeBrowser, countOf, folderWith, openPage, startUi, stepIs } from './import-page.ts';

// What happens after Send, in a real browser: pause and go on, rows in doubt, the rows that were refused.

afterAll(closeBrowser);

const WORKBOOK = fileURLToPath(new URL('../../packages/files/src/fixtures/real.xlsx', import.meta.url));

async function simulate() {
  const simulators = createSimulators({ seed: 3, strict: false });
  const { urls } = await simulators.listen(0);
  onTestFinished(() => simulators.close());
  return { simulators, urls };
}

interface Destination {
  readonly to: 'autocalls' | 'pulsecrm';
  readonly address: string;
  /** Requests a second. */
  readonly rate: string;
  readonly credentials: Readonly<Record<string, string>>;
  choose(page: Page): Promise<unknown>;
}

/** From the file to the step before sending. */
async function goToSend(
  page: Page,
  file: RegExp,
  { address, choose, credentials, rate, to }: Destination,
): Promise<void> {
  await button(page, file).click();
  await stepIs(page, 'What is in which column?');
  await page.getByLabel('Country of phones').selectOption('IN');
  await button(page, 'Check the rows').click();
  await button(page, 'Choose where they go').click();
  await stepIs(page, 'Where do the leads go?');
  await page.getByRole('combobox', { name: 'Provider' }).selectOption(to);
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel('Most requests a second').fill(rate);
  await page.getByLabel("Address in place of the provider's own").fill(address);
  for (const [name, value] of Object.entries(credentials)) await page.getByLabel(name).fill(value);
  await button(page, 'Read what there is').click();
  await choose(page);
  await button(page, 'Go on to send').click();
}

test('the leads of a workbook are paused before the last one, go on to it, and what was said on the way is folded away', async () => {
  const { simulators, urls } = await simulate();
  const folder = folderWith({});
  copyFileSync(WORKBOOK, join(folder, 'leads.xlsx'));
  const page = await openPage(await startUi({ folder }));
  await goToSend(page, /leads\.xlsx/, {
    to: 'autocalls',
    address: urls.autocalls,
    rate: '0.5',
    credentials: { AUTOCALLS_API_KEY: 'key' },
    choose: () => page.getByRole('combobox', { name: 'The campaign that calls the leads' }).selectOption({ index: 1 }),
  });
  await button(page, 'Send 4 leads').click();
  const there = () => [...(simulators.autocalls.leads as Iterable<unknown>)].length;
  await expect.poll(there).toBeGreaterThan(0);
  await button(page, 'Pause').click();
  await page.getByRole('status').filter({ hasText: 'paused' }).waitFor();
  expect(there()).toBeLessThan(4);
  await button(page, 'Go on').click();
  await page.getByRole('heading', { name: 'Sent to autocalls' }).waitFor({ timeout: 120_000 });
  expect([there(), await countOf(page, 'created')]).toEqual([4, 4]);
  expect(await page.getByRole('columnheader', { name: 'Reason' }).count()).toBe(1);
  expect(await page.getByRole('columnheader', { name: 'Choose' }).count()).toBe(0); // nothing is in doubt
  await page.getByText('What was said while it was sent').waitFor();
  expect(await page.getByText('may call people as soon as it has them').isVisible()).toBe(false);
});

test('rows in doubt are looked up again, several at once, and the refused rows are downloaded', async () => {
  const { simulators, urls } = await simulate();
  const file = 'Name,Mobile\nAnna,+919876543210\nBen,+919876543211\nCara,+919876543212\nDan,12\n';
  const page = await openPage(await startUi({ folder: folderWith({ 'leads.csv': file }) }));
  await goToSend(page, /leads\.csv/, {
    to: 'pulsecrm',
    address: urls.pulsecrm,
    rate: '50',
    credentials: { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' },
    choose: async () => {
      await page.getByRole('checkbox', { name: /team/i }).check();
    },
  });
  simulators.script('pulsecrm', 'leads.create', 'cut-before then cut-before');
  await button(page, 'Send 3 leads').click();
  await page.getByRole('heading', { name: 'Sent to pulsecrm' }).waitFor({ timeout: 120_000 });
  expect([await countOf(page, 'created'), await countOf(page, 'needs a look-up')]).toEqual([1, 2]);
  await button(page, 'Show them').click();
  const boxes = page.getByRole('checkbox', { name: /^Choose row/ });
  await expect.poll(() => boxes.count()).toBe(2);
  await button(page, 'Choose all').click();
  await page.getByText('2 rows chosen').waitFor();
  for (const box of await boxes.all()) expect(await box.isChecked()).toBe(true);
  await button(page, 'Look again').click();
  await page.getByText('0 rows chosen').waitFor();
  expect(await countOf(page, 'needs a look-up')).toBe(2);
  expect(simulators.pulsecrm.leads.all().length).toBe(1);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the 1 rejected row' }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toContain('Dan,12');
});

test('nothing is read from a provider before it is asked for, though its credentials are in the environment', async () => {
  const { simulators, urls } = await simulate();
  const folder = folderWith({ 'leads.csv': 'Name,Mobile\nAnna,+919876543210\n' });
  const page = await openPage(await startUi({ folder, env: { AUTOCALLS_API_KEY: 'key' } }));
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/choices')) asked++;
  });
  await button(page, /leads\.csv/).click();
  await button(page, 'Check the rows').click();
  await button(page, 'Choose where they go').click();
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
  await page.getByText('Credentials are set').waitFor();
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel("Address in place of the provider's own").fill(urls.autocalls);
  expect([asked, simulators.requests.length]).toEqual([0, 0]);
  await button(page, 'Read what there is from autocalls').click();
  await page.getByRole('combobox', { name: 'The campaign that calls the leads' }).waitFor();
  expect(asked).toBe(1);
});
