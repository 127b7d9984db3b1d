import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSimulators } from '@leadwire/simulators';
import type { Page } from 'playwright-core';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { button, closeBrowser, folderWith, openPage, startUi, stepIs } from './import-page.ts';

// What people do beside the straight way: go back, reload, open a second window, type another key.

afterAll(closeBrowser);

const FILE = `Name,Mobile,Email\n${['Anna', 'Ben', 'Cara'].map((name, row) => `${name},+91987651000${row},${name}@example.com\n`).join('')}`;
const WORKBOOK = fileURLToPath(new URL('../../packages/files/src/fixtures/sheets.xlsx', import.meta.url));

async function simulate(isRefused: (token: string) => boolean = () => false) {
  const simulators = createSimulators({ seed: 3, strict: false, tokens: { bad: isRefused } });
  const { urls } = await simulators.listen(0);
  onTestFinished(() => simulators.close());
  type There = Iterable<{ phone_number: string; variables?: Readonly<Record<string, unknown>> }>;
  const leads = () => [...(simulators.autocalls.leads as There)];
  return { leads, phones: () => leads().map(({ phone_number }) => phone_number), address: urls.autocalls };
}

const exactly = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Up to the destination, with its address. */
async function goToDestination(page: Page, address: string): Promise<void> {
  await button(page, /leads\.csv/).click();
  await button(page, 'Check the rows').click();
  await button(page, 'Choose where they go').click();
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel("Address in place of the provider's own").fill(address);
}

const CAMPAIGN = 'The campaign that calls the leads: its id';

test('a reload stays at its step, and Back of the browser leads to the step before', async () => {
  const { address } = await simulate();
  const page = await openPage(
    await startUi({ folder: folderWith({ 'leads.csv': FILE }), env: { AUTOCALLS_API_KEY: 'key' } }),
  );
  const isKept = async (heading: string): Promise<void> => {
    await stepIs(page, heading);
    await page.reload();
    await stepIs(page, heading);
  };
  await button(page, /leads\.csv/).click();
  await isKept('What is in which column?');
  await button(page, 'Check the rows').click();
  await isKept('Check the rows');
  await button(page, 'Choose where they go').click();
  await isKept('Where do the leads go?');
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel("Address in place of the provider's own").fill(address);
  await page.getByLabel(CAMPAIGN).fill('1');
  await button(page, 'Go on to send').click();
  await button(page, 'Send 3 leads').waitFor();
  await isKept('Send');
  for (const heading of ['Where do the leads go?', 'Check the rows', 'What is in which column?']) {
    await page.goBack();
    await stepIs(page, heading);
  }
});

test('cells that were edited and rows that were left out stay so when a column is changed afterwards, and what is shown is what arrives', async () => {
  const { address, phones } = await simulate();
  const page = await openPage(
    await startUi({ folder: folderWith({ 'leads.csv': FILE }), env: { AUTOCALLS_API_KEY: 'key' } }),
  );
  await button(page, /leads\.csv/).click();
  await button(page, 'Check the rows').click();
  await exactly(page, 'Edit row 2').click();
  await page.getByRole('dialog').getByLabel('Mobile').fill('+919876599999');
  await button(page, 'Save').click();
  await page.getByText('1 changed by you').waitFor();
  await exactly(page, 'Leave out row 3').click();
  await page.getByText('2 leads of 3 rows will be sent.').waitFor();
  await page.goBack();
  await page.getByLabel('Email').selectOption('notes');
  await page.getByText('chosen by you; the guess was E-mail').waitFor();
  await button(page, 'Check the rows').click();
  await page.getByText('2 leads of 3 rows will be sent.').waitFor();
  await page.getByLabel('Show phones and e-mail addresses in full').check();
  await page.getByRole('cell', { name: '+919876599999' }).first().waitFor();
  await button(page, 'Choose where they go').click();
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel("Address in place of the provider's own").fill(address);
  await page.getByLabel(CAMPAIGN).fill('1');
  await button(page, 'Go on to send').click();
  await button(page, 'Send 2 leads').click();
  await page.getByRole('heading', { name: 'Sent to autocalls' }).waitFor();
  expect(phones().toSorted()).toEqual(['+919876510002', '+919876599999']);
});

test('a key that is typed over that of the environment is the one that sends, and a rate is typed digit by digit', async () => {
  const { address, phones } = await simulate((token) => token !== 'typed-key');
  const page = await openPage(
    await startUi({ folder: folderWith({ 'leads.csv': FILE }), env: { AUTOCALLS_API_KEY: 'old-key' } }),
  );
  await goToDestination(page, address);
  const rate = page.getByLabel('Most requests a second');
  await rate.pressSequentially('0.5');
  expect(await rate.inputValue()).toBe('0.5');
  await rate.fill('50');
  await page.getByText('First choose: the campaign that calls the leads.').waitFor();
  await page.getByLabel(CAMPAIGN).fill('1');
  await page.getByText('Credentials are set').click();
  await page.getByLabel('AUTOCALLS_API_KEY').fill('wrong-key');
  await button(page, 'Go on to send').click();
  await page.getByRole('alert').getByText('was not authorised (401)').waitFor();
  await page.getByLabel('AUTOCALLS_API_KEY').fill('typed-key');
  await button(page, 'Go on to send').click();
  await button(page, 'Send 3 leads').click();
  await page.getByRole('heading', { name: 'Sent to autocalls' }).waitFor();
  expect(phones()).toHaveLength(3);
});

test('Send that is pressed twice, and in a second window, sends each lead once', async () => {
  const { address, phones } = await simulate();
  const page = await openPage(
    await startUi({ folder: folderWith({ 'leads.csv': FILE }), env: { AUTOCALLS_API_KEY: 'key' } }),
  );
  await goToDestination(page, address);
  await page.getByLabel('Most requests a second').fill('2');
  await page.getByLabel(CAMPAIGN).fill('1');
  await button(page, 'Go on to send').click();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await button(other, 'Send 3 leads').waitFor();
  await Promise.all([
    button(page, 'Send 3 leads').dblclick(),
    button(other, 'Send 3 leads')
      .click({ timeout: 2000 })
      .catch(() => undefined), // it may be gone by then
  ]);
  for (const window of [page, other]) await window.getByRole('heading', { name: 'Sent to autocalls' }).waitFor();
  expect(phones().toSorted()).toEqual(['+919876510000', '+919876510001', '+919876510002']);
});

test('a person chooses the sheet of a workbook, and an empty one is refused', async () => {
  const folder = folderWith({});
  copyFileSync(WORKBOOK, join(folder, 'sheets.xlsx'));
  const page = await openPage(await startUi({ folder }));
  await button(page, /sheets\.xlsx/).click();
  const sheet = page.getByLabel('Sheet of the workbook');
  await sheet.selectOption('June');
  await page.getByRole('cell', { name: 'Cara', exact: true }).waitFor();
  await sheet.selectOption('Empty');
  await page.getByRole('alert').getByText('the sheet "Empty" is empty').waitFor();
  await expect.poll(() => sheet.inputValue()).toBe('June');
  await button(page, 'Check the rows').click();
  await page.getByText('2 leads of 3 rows will be sent.').waitFor();
});

test('of 60 columns those that were recognised come first, and at 360 px all of them stand below each other', async () => {
  const names = Array.from({ length: 60 }, (_, index) => (index === 41 ? 'Mobile' : `Question ${index}`));
  const cells = names.map((name) => (name === 'Mobile' ? '+919876510001' : `Answer to ${name}`));
  const folder = folderWith({ 'wide.csv': `${names.join(',')}\n${cells.join(',')}\n` });
  const page = await openPage(await startUi({ folder }), 360);
  await button(page, /wide\.csv/).click();
  await page.getByRole('cell', { name: 'Answer to Question 0', exact: true }).waitFor();
  const table = page.getByRole('region', { name: 'The first rows of the file' });
  expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  expect(await table.locator('.name').first().textContent()).toBe('Mobile');
  const widths = await table
    .locator('select')
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right));
  expect(Math.max(...widths)).toBeLessThan(360);
});
