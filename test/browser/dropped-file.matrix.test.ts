import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulators } from '@leadwire/simulators';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { button, closeBrowser, folderWith, openPage, type PageProcess, startUi, stepIs } from './import-page.ts';

afterAll(closeBrowser);

/** In a column that is not sent: the ledger holds the leads that are under way, and nothing else of the file. */
const MARK = 'vermilion';
const FILE = `Name,Mobile,Colour\n${Array.from({ length: 6 }, (_, row) => `Lead ${row},+9198765${10_000 + row},${MARK}\n`).join('')}`;

/** Every file under a folder that holds what is in the file alone. */
const copies = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(MARK));

/** Files that the server holds open although they have no name any more. */
function unnamedFiles({ process: { pid } }: PageProcess): string[] {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ''; // closed since
    }
  });
  return links.filter((link) => link.startsWith('/') && link.endsWith('(deleted)'));
}

test('a file that is dropped from Downloads is sent from where it lies: while it is sent, after a kill and after the end there is no copy', async () => {
  const simulators = createSimulators({ seed: 5, strict: false });
  const { urls } = await simulators.listen(0);
  onTestFinished(() => simulators.close());
  const home = folderWith({});
  const path = join(home, 'Downloads/leads.csv');
  for (const name of ['Downloads', 'work', 'tmp']) mkdirSync(join(home, name));
  writeFileSync(path, FILE);
  const env = { HOME: home, XDG_STATE_HOME: join(home, '.state'), TMPDIR: join(home, 'tmp') };
  const start = () => startUi({ folder: join(home, 'work'), env: { ...env, AUTOCALLS_API_KEY: 'key' } });
  const there = () => [...(simulators.autocalls.leads as Iterable<unknown>)].length;

  const first = await start();
  let page = await openPage(first);
  await page.getByLabel('Drop a file here').setInputFiles(path);
  await stepIs(page, 'What is in which column?');
  await button(page, 'Check the rows').click();
  await page.getByText('6 leads of 6 rows will be sent.').waitFor();
  expect([copies(home), unnamedFiles(first)]).toEqual([[path], []]);
  await button(page, 'Choose where they go').click();
  await page.getByRole('combobox', { name: 'Provider' }).selectOption('autocalls');
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel("Address in place of the provider's own").fill(urls.autocalls);
  await page.getByLabel('Most requests a second').fill('0.5');
  await button(page, 'Read what there is').click();
  await page.getByRole('combobox', { name: 'The campaign that calls the leads' }).selectOption({ index: 1 });
  await button(page, 'Go on to send').click();
  await button(page, 'Send 6 leads').click();
  await expect.poll(there).toBeGreaterThan(0);
  await button(page, 'Pause').click();
  await page.getByRole('status').filter({ hasText: 'paused' }).waitFor();
  expect(there()).toBeLessThan(6);
  expect([copies(home), unnamedFiles(first)]).toEqual([[path], []]);
  await first.kill('SIGKILL');
  expect(copies(home)).toEqual([path]);

  const second = await start();
  page = await openPage(second);
  await button(page, 'Resume').click();
  await page.getByRole('heading', { name: 'Sent to autocalls' }).waitFor({ timeout: 120_000 });
  expect([there(), copies(home), unnamedFiles(second)]).toEqual([6, [path], []]);
  await second.kill('SIGINT');
  expect([copies(home), readFileSync(path, 'utf8')]).toEqual([[path], FILE]);
});
