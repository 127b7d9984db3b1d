import { afterAll, expect, test } from 'vitest';
import { button, closeBrowser, folderWith, openPage, startUi, stepIs } from './import-page.ts';

// By keyboard, and with files from elsewhere.

afterAll(closeBrowser);

const FILE = `Name,Mobile,Email\n${Array.from({ length: 30 }, (_, row) => `Lead ${row},+9198765${10_000 + row},lead${row}@example.com\n`).join('')}Short,123,\n`;

test('the first three steps go by keyboard alone, and each step is announced by its heading', async () => {
  const ui = await startUi({ folder: folderWith({ 'leads.csv': FILE }) });
  const page = await openPage(ui);
  const tabTo = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      );
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
  await tabTo('Check the rows');
  await page.keyboard.press('Enter');
  await expect.poll(focusedHeading).toBe('Check the rows');
  await tabTo('Edit row 2');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Mobile').waitFor();
  await page.keyboard.press('Escape');
  await tabTo('Leave out row 2');
  await page.keyboard.press('Enter');
  await button(page, 'Take in row 2').waitFor();
});

test('a dropped workbook or a file of another folder is read, and a file that is none is refused with what to do', async () => {
  const ui = await startUi({ folder: folderWith({}) });
  const page = await openPage(ui);
  const drop = (name: string, text: string): Promise<void> =>
    page.getByLabel('Drop a file here').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await drop('empty.csv', '');
  await page.getByRole('alert').getByText('empty.csv').waitFor();
  await drop('leads.ndjson', '{"name":"Anna","phone":"+919876543210"}\n');
  await stepIs(page, 'What is in which column?');
  await page.getByText('leads.ndjson · NDJSON').waitFor();
});
