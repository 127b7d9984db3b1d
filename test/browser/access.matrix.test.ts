import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { button, closeBrowser, folderWith, openPage, startUi, stepIs } from './import-page.ts';

// For everybody: by screen reader, by keyboard, on a small screen, in the dark.

afterAll(closeBrowser);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FILE = `Name,Mobile,Email\n${Array.from({ length: 6 }, (_, row) => `Lead ${row},+9198765${10_000 + row},lead${row}@example.com\n`).join('')}Short,123,\n`;

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds serious or critical, in light and in dark. */
async function seriousFaults(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(AXE);
    const violations = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as Violation[];
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    found.push(...serious.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html}`));
  }
  return found;
}

/** Texts of the rows that do not fit into their cells. */
const cutTexts = (page: Page): Promise<string[]> =>
  page
    .locator('.rows td')
    .evaluateAll((cells) =>
      cells
        .filter((cell) => cell.scrollHeight > cell.clientHeight + 1 || cell.scrollWidth > cell.clientWidth + 1)
        .map((cell) => cell.textContent),
    );

const isTooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test.each([1280, 640, 360])(
  'at %i px axe finds nothing serious in any step, the page does not scroll sideways, and every reason is shown whole',
  async (width) => {
    const ui = await startUi({ folder: folderWith({ 'leads.csv': FILE }), args: ['--simulate'] });
    const page = await openPage(ui, width);
    const found: string[] = [];
    const look = async (step: string): Promise<void> => {
      for (const fault of await seriousFaults(page)) found.push(`${step}: ${fault}`);
      if (await isTooWide(page)) found.push(`${step}: scrolls sideways`);
      for (const text of await cutTexts(page)) found.push(`${step}: cut: ${text}`);
    };
    await button(page, /leads\.csv/).waitFor();
    await look('File');
    await button(page, /leads\.csv/).click();
    await page.getByRole('cell', { name: 'Lead 1', exact: true }).waitFor();
    await look('Columns');
    await button(page, 'Check the rows').click();
    await page.getByRole('button', { name: 'Edit row 2', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Mobile').waitFor();
    await look('Edit');
    await button(page, 'Cancel').click();
    await look('Check');
    await button(page, 'Choose where they go').click();
    await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
    await button(page, 'Read what there is').click();
    await page.getByRole('combobox', { name: 'The campaign that calls the leads' }).waitFor();
    await page.getByText('Credentials are set').click();
    await page.getByText('More', { exact: true }).click();
    await look('Destination');
    await page.getByRole('combobox', { name: 'The campaign that calls the leads' }).selectOption({ index: 1 });
    await button(page, 'Go on to send').click();
    await button(page, 'Send 6 leads').waitFor();
    await look('Before sending');
    await button(page, 'Send 6 leads').click();
    await page.getByRole('heading', { name: 'Sent to autocalls' }).waitFor({ timeout: 60_000 });
    await look('Sent');
    await button(page, 'Earlier imports').click();
    await button(page, 'Undo the import of leads.csv').click();
    await look('Earlier imports');
    await button(page, 'Remove them').click();

    await page.getByRole('status').filter({ hasText: '6 deleted' }).waitFor({ timeout: 60_000 });
    expect(found).toEqual([]);
  },
);

test('every step goes by keyboard alone, from the file to its undo, and each step is announced by its heading', async () => {
  const ui = await startUi({ folder: folderWith({ 'leads.csv': FILE }), args: ['--simulate'] });
  const page = await openPage(ui);
  const tabTo = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      const focused = await page
        .locator(':focus:not(body)')
        .evaluateAll(([element]) => element?.ariaLabel ?? element?.textContent ?? '');
      if (focused.includes(name)) return;
    }
    throw new Error(`${name} is not reached by Tab`);
  };
  const focusedHeading = () => page.evaluate(() => document.activeElement?.textContent);
  await stepIs(page, 'Choose a file of leads');
  await button(page, /leads\.csv/).waitFor();
  await tabTo('leads.csv');
  await page.keyboard.press('Enter');
  await expect.poll(focusedHeading).toBe('What is in which column?');
  await page.setViewportSize({ width: 1280, height: 300 });
  await tabTo('Check the rows');
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  await expect.poll(focusedHeading).toBe('Check the rows');
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.setViewportSize({ width: 1280, height: 800 });
  await tabTo('Edit row 2');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Mobile').waitFor();
  await page.keyboard.press('Escape');
  await tabTo('Leave out row 2');
  await page.keyboard.press('Enter');
  await button(page, 'Take in row 2').waitFor();
  await page.getByText('5 leads of 7 rows will be sent.').waitFor();
  await tabTo('Choose where they go');
  await page.keyboard.press('Enter');
  await expect.poll(focusedHeading).toBe('Where do the leads go?');
  await tabTo('autocalls');
  await page.keyboard.type('autocalls');
  await button(page, 'Read what there is').waitFor();
  await tabTo('Read what there is');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'The campaign that calls the leads' }).waitFor();
  await tabTo('My new campaign');
  await page.keyboard.type('My new');
  await tabTo('Go on to send');
  await page.keyboard.press('Enter');
  await expect.poll(focusedHeading).toBe('Send');
  await tabTo('Send 5 leads');
  await page.keyboard.press('Enter');
  await expect.poll(focusedHeading).toBe('Sent to autocalls');
  await tabTo('Earlier imports');
  await page.keyboard.press('Enter');
  await expect.poll(focusedHeading).toBe('Earlier imports');
  await tabTo('Undo the import of leads.csv');
  await page.keyboard.press('Enter');
  await expect.poll(focusedHeading).toBe('Keep them');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '5 deleted' }).waitFor();
});

test('a dropped file that is empty or of another folder is refused with what to do, and one of the folder is opened', async () => {
  const text = '{"name":"Anna","phone":"+919876543210"}\n';
  const ui = await startUi({ folder: folderWith({ 'empty.csv': '', 'leads.ndjson': text }) });
  const page = await openPage(ui);
  const drop = (name: string, text: string): Promise<void> =>
    page.getByLabel('Drop a file here').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await drop('empty.csv', '');
  await page.getByRole('alert').getByText('empty.csv').waitFor();
  await drop('elsewhere.csv', 'Name,Mobile\n');
  await page.getByRole('alert').getByText('Move the file into one of these folders').waitFor();
  await drop('leads.ndjson', text);
  await stepIs(page, 'What is in which column?');
  await page.getByText('leads.ndjson · NDJSON').waitFor();
});
