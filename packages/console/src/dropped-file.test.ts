import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulators } from '@leadwire/simulators';
import { expect, onTestFinished, test } from 'vitest';
import { openPage } from './testing.ts';

const POLL = { timeout: 20_000 };
const NAME = 'Zebediah';
const FILE = `Name,Mobile\n${NAME},+91 98765 43210\nToo Short,12\n`;

/** Every file of a folder that holds the name of a lead. */
const filesWithLeads = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(NAME));

test('a file that is dropped from Downloads is imported where it lies: no copy of it is on the disk, then or later', async () => {
  const simulators = createSimulators({ seed: 7 });
  onTestFinished(() => simulators.close());
  const { urls } = await simulators.listen();
  const { ask, drop, home, page, send, state } = await openPage({ baseUrls: { telecrm: urls.telecrm }, rate: 'off' });
  const path = join(home, 'Downloads/May/leads.csv');
  mkdirSync(join(home, 'Downloads/May'), { recursive: true });
  writeFileSync(path, FILE);
  const seen: string[][] = [];
  const look = () => seen.push(filesWithLeads(home));

  expect((await drop('leads.csv', FILE)).status).toBe(200);
  await expect.poll(async () => (await state()).check?.state, POLL).toBe('done');
  expect((await state()).file).toMatchObject({ name: 'leads.csv', path });
  look();
  const credentials = { TELECRM_ENTERPRISE_ID: 'enterprise', TELECRM_SYNC_TOKEN: 'token' };
  await ask('/api/choices', { method: 'POST', body: JSON.stringify({ to: 'telecrm', credentials }) });
  const destination = { to: 'telecrm', options: {}, onExisting: 'keep', checkExisting: false };
  await send(destination);
  look();
  await expect.poll(async () => (await state()).send?.state, POLL).toBe('ended');
  look();
  expect((await ask('/api/download/report')).body).toContain(NAME);
  expect((await ask('/api/download/rejected')).body).toContain('Too Short,12');
  look();
  await page.close();
  look();

  expect(simulators.telecrm.leads.all()).toHaveLength(1);
  expect(seen).toEqual([[path], [path], [path], [path], [path]]);
});

test('a dropped file that lies in the folder of the page is opened there', async () => {
  const { drop, folder, state } = await openPage();
  const text = readFileSync(join(folder, 'leads.csv'), 'utf8');
  expect((await drop('leads.csv', text)).status).toBe(200);
  expect((await state()).file?.path).toBe(join(folder, 'leads.csv'));
});

test.each([
  ['another name', 'others.csv', FILE],
  ['the same name and size, and other bytes', 'leads.csv', FILE.replace('Z', 'S')],
  ['the same name, and another size', 'leads.csv', `${FILE}x`],
  ['a path in place of its name', '../secret.csv', 'Name,Mobile\nEve,+91 98765 43212\n'],
])('a dropped file that is not in those folders is refused with what to do: %s', async (_, name, text) => {
  const { drop, home, state } = await openPage();
  mkdirSync(join(home, 'Downloads'));
  writeFileSync(join(home, 'Downloads/leads.csv'), FILE);
  const { status, body } = await drop(name, text);
  expect([status, body]).toEqual([422, expect.stringContaining(`nor in Downloads, Desktop or Documents of ${home}`)]);
  expect(body).toContain('start leadwire ui in its folder');
  expect((await state()).file).toBeUndefined();
});

test('an import whose file is gone at the next start says so, and that nothing is sent twice', async () => {
  const first = await openPage();
  const { ledgerFolder, folder } = first;
  await first.choose('leads.csv');
  await first.page.close();
  writeFileSync(join(folder, 'leads.csv'), FILE);
  const { state } = await openPage({ ledgerFolder, folder });
  expect((await state()).problem).toMatchObject({
    message: expect.stringContaining('was changed or moved since'),
    hints: ['Choose the file again: what was sent is recorded, and is not sent again.'],
  });
});
