// `pnpm screenshots`: pictures of the import page for the documentation, from a real run over the simulators.
// `pnpm screenshots FOLDER`: every step at three widths, light and dark, to look at.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './open-browser.ts';
import { startPage } from './start-page.ts';

const DOCUMENTATION = fileURLToPath(new URL('../../packages/docs/public/browser-page', import.meta.url));
/** Numbers that are kept free for examples, one that is too short, and one that is there twice. */
const FILE = `Full name,Mobile,Work email,Budget,Order number
Jane Doe,+1 415 555 2671,jane@example.com,1200,4711
Ravi Kumar,+91 98765 43210,ravi@example.com,800,4712
Anna Weber,+49 171 1234567,anna@example.com,,4713
Too Short,12345,short@example.com,300,4714
Jane D.,(+1) 415-555-2671,jane.doe@example.com,1200,4715
Marie Petit,+33 6 12 34 56 78,marie@example,950,4716
`;

interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  /** The steps to take a picture of; every one where it is left out. */
  readonly step?: string;
  readonly nameOf: (step: string) => string;
}

const forDocumentation: readonly Look[] = [
  { step: 'check', width: 1280, colorScheme: 'light', nameOf: (step) => step },
  { step: 'sent', width: 768, colorScheme: 'dark', nameOf: (step) => step },
  { step: 'columns', width: 360, colorScheme: 'light', nameOf: (step) => step },
];
const allLooks: readonly Look[] = [1280, 640, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    width,
    colorScheme,
    nameOf: (step: string) => `${step}-${width}-${colorScheme}`,
  })),
);

const [into] = process.argv.slice(2);
const pictures = into ?? DOCUMENTATION;
const folder = mkdtempSync(join(tmpdir(), 'leadwire-screenshots-'));
writeFileSync(join(folder, 'leads.csv'), FILE);
mkdirSync(pictures, { recursive: true });
const browser = await openBrowser();
try {
  for (const look of into === undefined ? forDocumentation : allLooks) await takePictures(browser, look);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

async function takePictures(browser: Browser, { width, colorScheme, step: only, nameOf }: Look): Promise<void> {
  const state = join(folder, nameOf(only ?? 'all'));
  const ui = await startPage({ folder, args: ['--simulate'], env: { XDG_STATE_HOME: state } });
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  await page.goto(ui.address);
  await goThrough(page, async (step) => {
    const path = join(pictures, `${nameOf(step)}.png`);
    if (only === undefined || step === only) await page.screenshot({ path, fullPage: only === undefined });
  });
  await context.close();
  await ui.kill('SIGINT');
}

async function goThrough(page: Page, picture: (step: string) => Promise<void>): Promise<void> {
  const press = (button: string | RegExp): Promise<void> => page.getByRole('button', { name: button }).first().click();
  await page.getByRole('button', { name: /leads\.csv/ }).waitFor();
  await picture('file');
  const elsewhere = { name: 'elsewhere.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) };
  await page.getByLabel('Drop a file here').setInputFiles(elsewhere);
  await page.getByRole('alert').getByText('is not in').waitFor();
  await picture('file-refused');
  await press(/leads\.csv/);
  await page.getByRole('heading', { level: 2, name: 'What is in which column?' }).waitFor();
  await page.getByRole('cell').first().waitFor();
  await picture('columns');
  await press('Check the rows');
  await page.getByRole('heading', { level: 2, name: 'Check the rows' }).waitFor();
  await page
    .getByRole('button', { name: /^Edit row/ })
    .first()
    .waitFor();
  await picture('check');
  await press(/^Edit row 5/);
  await page.getByRole('dialog').getByLabel('Mobile').waitFor();
  await picture('edit');
  await press('Cancel');
  await press('Choose where they go');
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
  await page.getByText('Credentials are set').waitFor();
  await picture('destination');
  await press(/^Read what there is/);
  const campaign = page.getByRole('combobox', { name: 'The campaign that calls the leads' });
  await campaign.selectOption({ index: 1 });
  await picture('destination-read');
  await press('Go on to send');
  await page.getByRole('button', { name: /^Send \d+ leads/ }).waitFor();
  await picture('send');
  await press(/^Send \d+ leads/);
  await page.getByRole('heading', { name: 'Sent to autocalls' }).waitFor({ timeout: 120_000 });
  await page.getByRole('cell', { name: 'created' }).first().waitFor();
  await picture('sent');
  await press('Earlier imports');
  await page.getByRole('button', { name: /^Undo the import/ }).click();
  await picture('earlier');
}
