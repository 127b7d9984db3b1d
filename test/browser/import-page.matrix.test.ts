import { createSimulators } from '@leadwire/simulators';
import type { Page } from 'playwright-core';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { button, closeBrowser, countOf, folderWith, openPage, startUi, stepIs } from './import-page.ts';

// The import page in a real browser, over simulated providers.

afterAll(closeBrowser);

const ROWS = 40;
/** A title and the header stand above it. */
const FIRST_ROW = 3;
/** What is wrong with some of the rows. */
const BROKEN_ROW = 5;
const LEFT_OUT = [7, 9];
const EDITED = '+919876509999';

const mobileOf = (row: number): string => `98765 ${10_000 + row}`;

function messyFile(): string {
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const row = index + FIRST_ROW;
    const mobile = row === BROKEN_ROW ? '98765' : mobileOf(row);
    return `"Lead, ${row}";080-2222 ${4000 + row};${mobile};lead${row}@example.com;"says ""hello"""`;
  });
  return `\ufeffExport of May;;;;\r\nCustomer;Office Phone;WhatsApp No;E-mail;Remarks\r\n${lines.join('\r\n')}\r\n`;
}

async function simulate() {
  const faultMix = ['500', '503', 'cut-before', 'cut-after-commit', 'truncated', 'html-502'] as const;
  const simulators = createSimulators({ seed: 11, faultRate: 0.1, faultMix, latencyMs: [60, 120], strict: false });
  const { urls } = await simulators.listen(0);
  onTestFinished(() => simulators.close());
  const phones = (): string[] =>
    [...(simulators.autocalls.leads as Iterable<{ phone_number: string }>)].map((lead) =>
      lead.phone_number.replace(/\D/g, ''),
    );
  return { phones, address: urls.autocalls };
}

async function chooseDestination(page: Page, address: string): Promise<void> {
  await stepIs(page, 'Where do the leads go?');
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel("Address in place of the provider's own").fill(address);
  await page.getByLabel('Most requests a second').fill('20');
  await page.getByLabel('AUTOCALLS_API_KEY').fill('typed-key');
  await button(page, 'Read what there is').click();
  await page.getByRole('combobox', { name: 'The campaign that calls the leads' }).selectOption({ index: 1 });
  await button(page, 'Go on to send').click();
}

/** What a person does with parked rows: looks each up at the provider, and says what is there. */
async function settleParked(page: Page, phones: () => string[]): Promise<void> {
  await button(page, 'Show them').click();
  for (const finding of ['Arrived', 'Not there']) {
    const boxes = await page.getByRole('checkbox', { name: /^Choose row/ }).all();
    for (const box of boxes) {
      const row = Number(/\d+/.exec((await box.getAttribute('aria-label')) ?? '')?.[0]);
      const phone = row === BROKEN_ROW ? EDITED : `91${mobileOf(row)}`;
      const isThere = phones().includes(phone.replace(/\D/g, ''));
      if (isThere === (finding === 'Arrived')) await box.check();
    }
    if ((await page.getByText('0 rows chosen').count()) === 0) await button(page, finding).click();
    await page.getByText('0 rows chosen').waitFor();
  }
}

test('a messy file goes through all five steps, survives a kill half-way, and every lead is there once', async () => {
  const { phones, address } = await simulate();
  const folder = folderWith({ 'messy.csv': messyFile() });
  const first = await startUi({ folder });
  let page = await openPage(first);

  await button(page, /messy\.csv/).click();
  await stepIs(page, 'What is in which column?');
  await page.getByLabel('WhatsApp No').selectOption('phone');
  await page.getByLabel('Office Phone').selectOption('');
  await page.getByLabel('Country of phones').selectOption('IN');
  await expect.poll(() => page.getByLabel('WhatsApp No').inputValue()).toBe('phone');
  await button(page, 'Check the rows').click();

  await page.getByText(`${ROWS - 1} leads of ${ROWS} rows will be sent.`).waitFor();
  const firstRow = page
    .getByRole('region', { name: 'Rows of the file' })
    .getByRole('row')
    .filter({ hasText: `Lead, ${BROKEN_ROW}` });
  await firstRow.getByText('Not sent: phone is too short').waitFor();
  await button(page, `Edit row ${BROKEN_ROW}`).click();
  await page.getByRole('dialog').getByLabel('WhatsApp No').fill(EDITED);
  await button(page, 'Save').click();
  await page.getByText(`${ROWS} leads of ${ROWS} rows will be sent.`).waitFor();
  for (const row of LEFT_OUT) {
    await button(page, `Leave out row ${row}`).click();
    await button(page, `Take in row ${row}`).waitFor();
  }
  const wanted = ROWS - LEFT_OUT.length;
  await page.getByText(`${wanted} leads of ${ROWS} rows will be sent.`).waitFor();
  await button(page, 'Choose where they go').click();
  await chooseDestination(page, address);
  await button(page, `Send ${wanted} leads`).click();
  await expect.poll(() => phones().length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(ROWS / 3);
  await first.kill('SIGKILL');

  const second = await startUi({ folder });
  page = await openPage(second);
  await page.getByText('was ended before its last row').waitFor();
  await button(page, 'Change the destination').click();
  await page.getByLabel('AUTOCALLS_API_KEY').fill('typed-key');
  await button(page, 'Read what there is').click();
  await button(page, 'Go on to send').click();
  await button(page, 'Resume').click();
  for (let round = 0; round < 5; round++) {
    await page.getByRole('heading', { name: 'Sent to autocalls' }).waitFor({ timeout: 120_000 });
    if ((await countOf(page, 'needs a look-up')) > 0) await settleParked(page, phones);
    if ((await button(page, 'Resume').count()) === 0) break;
    await button(page, 'Resume').click();
    await page.getByRole('heading', { name: 'Sending to autocalls' }).waitFor();
  }

  const rows = Array.from({ length: ROWS }, (_, index) => index + FIRST_ROW).filter((row) => !LEFT_OUT.includes(row));
  const expected = rows.map((row) => (row === BROKEN_ROW ? EDITED : `91${mobileOf(row)}`).replace(/\D/g, ''));
  expect(phones().toSorted()).toEqual(expected.toSorted());
  const there = (await countOf(page, 'created')) + (await countOf(page, 'there already'));
  expect([there, await countOf(page, 'left out')]).toEqual([phones().length, LEFT_OUT.length]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the report' }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const report = Buffer.concat(chunks).toString();
  expect([download.suggestedFilename(), report.trim().split('\r\n').length]).toEqual(['messy-report.csv', ROWS + 1]);
  await button(page, 'Earlier imports').click();
  await page.getByText('messy.csv').first().waitFor();

  const printed = first.printed() + second.printed();
  expect(printed).toContain(second.address);
  expect(printed).not.toMatch(/98765 \d|\+9198765|@example\.com|Lead, \d|typed-key/);
});
