// `pnpm screenshots`: pictures of the import page for the documentation, from a real run over the simulators.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from './open-browser.ts';
import { startPage } from './start-page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PICTURES = join(ROOT, 'packages/docs/public/browser-page');
/** Numbers that are kept free for examples, one that is too short, and one that is there twice. */
const FILE = `Full name,Mobile,Work email,Budget,Order number
Jane Doe,+1 415 555 2671,jane@example.com,1200,4711
Ravi Kumar,+91 98765 43210,ravi@example.com,800,4712
Anna Weber,+49 171 1234567,anna@example.com,,4713
Too Short,12345,short@example.com,300,4714
Jane D.,(+1) 415-555-2671,jane.doe@example.com,1200,4715
Marie Petit,+33 6 12 34 56 78,marie@example,950,4716
`;
const LOOKS = [
  { step: 'check', width: 1280, colorScheme: 'light' },
  { step: 'sent', width: 768, colorScheme: 'dark' },
  { step: 'columns', width: 360, colorScheme: 'light' },
] as const;

const folder = mkdtempSync(join(tmpdir(), 'leadwire-screenshots-'));
writeFileSync(join(folder, 'leads.csv'), FILE);
mkdirSync(PICTURES, { recursive: true });
const browser = await openBrowser();
try {
  for (const { step: shown, width, colorScheme } of LOOKS) {
    const ui = await startPage({ folder, args: ['--simulate'], env: { XDG_STATE_HOME: join(folder, shown) } });
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.goto(ui.address);
    await goThrough(page, async (step) => {
      if (step === shown) await page.screenshot({ path: join(PICTURES, `${step}.png`) });
    });
    await context.close();
    await ui.kill('SIGINT');
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

async function goThrough(page: Page, picture: (step: string) => Promise<void>): Promise<void> {
  const press = (button: string | RegExp): Promise<void> => page.getByRole('button', { name: button }).first().click();
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
  await press('Choose where they go');
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
  const campaign = page.getByRole('combobox', { name: 'The campaign that calls the leads' });
  await campaign.selectOption({ index: 1 });
  await press('Go on to send');
  await press(/^Send \d+ leads/);
  await page.getByRole('heading', { name: 'Sent to autocalls' }).waitFor({ timeout: 120_000 });
  await page.getByRole('cell', { name: 'created' }).first().waitFor();
  await picture('sent');
}
