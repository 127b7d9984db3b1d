import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSimulators } from '@leadwire/simulators';
import { expect, onTestFinished, test } from 'vitest';
import type { RowPage } from './api/rows.ts';
import { openPage } from './testing.ts';

// What the page shows before Send is what is sent, whatever happened in between.

const POLL = { timeout: 20_000 };
const FIXTURES = fileURLToPath(new URL('../../files/src/fixtures', import.meta.url));
const KEPT = { onExisting: 'keep', checkExisting: false };
const PULSECRM = { to: 'pulsecrm', options: { skipTeamAndSource: true }, ...KEPT };

/** The page over simulated providers, with a file that is chosen and read. */
async function openFile(text: string) {
  const simulators = createSimulators({ seed: 7 });
  onTestFinished(() => simulators.close());
  const { urls } = await simulators.listen();
  const env = {
    ...{ PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' },
    ...{ TELECRM_ENTERPRISE_ID: 'enterprise', TELECRM_SYNC_TOKEN: 'token' },
  };
  const page = await openPage({ env, baseUrls: urls, rate: 'off' });
  writeFileSync(join(page.folder, 'leads.csv'), text);
  for (const name of ['sheets.xlsx', 'cover.xlsx']) copyFileSync(join(FIXTURES, name), join(page.folder, name));
  const isRead = () => expect.poll(async () => (await page.state()).check?.state, POLL).toBe('done');
  const isSent = () => expect.poll(async () => (await page.state()).send?.state, POLL).toBe('ended');
  await page.choose('leads.csv');
  await isRead();
  const names = async (): Promise<string[]> =>
    (JSON.parse((await page.ask('/api/rows')).body) as RowPage).rows.map(({ name }) => name);
  return { ...page, isRead, isSent, names, simulators };
}

const LEADS = 'Name,Mobile\nAnna Bell,+919876543210\nBen Cole,12\n';

test('a file that was changed after the page read it is not sent, and the page says so', async () => {
  const { folder, post, send, simulators } = await openFile(LEADS);
  writeFileSync(join(folder, 'leads.csv'), 'Name,Mobile\nEve,+919876500000\nAnna Bell,+919876543210\n');
  const { status, body } = await send(PULSECRM);
  expect([status, body]).toEqual([422, expect.stringContaining('was changed or moved after it was chosen')]);
  const edited = await post('/api/rows/3', { cells: { 1: '+919876543211' } });
  expect([edited.status, simulators.pulsecrm.leads.length]).toEqual([422, 0]);
});

test('Send in a window that shows an earlier state is refused, and nothing is sent', async () => {
  const { isRead, post, simulators, state } = await openFile(LEADS);
  await post('/api/destination', PULSECRM);
  const { rowsVersion: version } = await state();
  await post('/api/rows/2', { leaveOut: true });
  await isRead();
  const { status, body } = await post('/api/send', { version });
  expect([status, body]).toEqual([422, expect.stringContaining('was changed meanwhile')]);
  expect(simulators.pulsecrm.leads.length).toBe(0);
});

test('a row that is corrected after everything was sent can be sent, and the others are not sent again', async () => {
  const { isRead, isSent, post, send, simulators, state } = await openFile(LEADS);
  await send(PULSECRM);
  await isSent();
  expect((await state()).send?.counts).toEqual({ created: 1, rejected: 1 });
  await post('/api/rows/3', { cells: { 1: '+919876543211' } });
  await isRead();
  expect((await state()).send).toBeUndefined();
  await send(PULSECRM);
  await isSent();
  expect((await state()).send?.counts).toEqual({ created: 2 });
  expect(simulators.requests.filter(({ operationId }) => operationId === 'leads.create')).toHaveLength(2);
});

test('after everything was sent, another destination is shown as not sent to yet, and gets the leads', async () => {
  const { isSent, post, send, simulators, state } = await openFile(LEADS);
  await send(PULSECRM);
  await isSent();
  const telecrm = { to: 'telecrm', options: {}, ...KEPT };
  await post('/api/destination', telecrm);
  expect((await state()).send).toBeUndefined();
  await send(telecrm);
  await isSent();
  expect([simulators.pulsecrm.leads.length, simulators.telecrm.leads.all().length]).toEqual([1, 1]);
});

test('rows that the provider rejected are sent again once the destination is corrected', async () => {
  const { isSent, send, simulators, state } = await openFile('Name,Mobile\nAnna Bell,+919876543210\n');
  simulators.pulsecrm.addTeam({ id: 12 });
  await send({ ...PULSECRM, options: {} });
  await isSent();
  expect([(await state()).send?.counts, simulators.pulsecrm.leads.length]).toEqual([{ rejected: 1 }, 0]);
  await send({ ...PULSECRM, options: { teamId: 12 } });
  await isSent();
  expect([(await state()).send?.counts, simulators.pulsecrm.leads.length]).toEqual([{ created: 1 }, 1]);
});

test('another sheet of the workbook is read in place of the first, and what was edited in that one is not taken along', async () => {
  const { choose, isRead, names, post, state } = await openFile(LEADS);
  await choose('sheets.xlsx');
  await isRead();
  expect([(await state()).file?.sheets, await names()]).toEqual([
    ['May', 'June', 'Empty'],
    ['Anna', 'Ben'],
  ]);
  await post('/api/rows/2', { cells: { 0: 'Edited' }, leaveOut: true });
  await post('/api/columns', { sheet: 'June' });
  await isRead();
  expect([(await state()).file?.sheet, (await state()).check?.edited]).toEqual(['June', 0]);
  expect(await names()).toEqual(['Cara', 'Dan', 'Eva']);
});

test('a sheet that is the answer to a question is read from its beginning, without what was left out in the cover', async () => {
  const { choose, isRead, names, post, state } = await openFile(LEADS);
  await choose('cover.xlsx');
  await isRead();
  await post('/api/rows/2', { leaveOut: true });
  const [doubt] = (await state()).file?.doubts ?? [];
  expect(doubt?.question).not.toContain('--');
  await post('/api/answer', { doubt: 0, answer: doubt?.answers.indexOf('sheet Leads') });
  await isRead();
  expect([(await state()).file?.sheet, (await state()).check?.ready, await names()]).toEqual(['Leads', 1, ['Anna']]);
});

test('a sheet without rows is refused, and the sheet that was open stays', async () => {
  const { choose, isRead, names, post, state } = await openFile(LEADS);
  await choose('sheets.xlsx');
  const { status, body } = await post('/api/columns', { sheet: 'Empty' });
  expect([status, body]).toEqual([422, expect.stringContaining('the sheet \\"Empty\\" is empty')]);
  await isRead();
  expect([(await state()).file?.sheet, await names()]).toEqual(['May', ['Anna', 'Ben']]);
});

test('a file that cannot be read does not close the one that is open', async () => {
  const { choose, folder, names, state } = await openFile(LEADS);
  writeFileSync(join(folder, 'empty.csv'), '');
  expect((await choose('empty.csv')).status).toBe(422);
  expect([(await state()).file?.name, await names()]).toEqual(['leads.csv', ['Anna Bell', 'Ben Cole']]);
});

test('the line that names the columns can be told, and rows below it are read with those names', async () => {
  const { isRead, names, post, state } = await openFile('Name,Mobile\nFull Name,Phone\nAnna Bell,+919876543210\n');
  expect(await names()).toEqual(['Full Name', 'Anna Bell']);
  await post('/api/columns', { skipLines: 1 });
  await isRead();
  expect([(await state()).file?.columns.map(({ name }) => name), await names()]).toEqual([
    ['Full Name', 'Phone'],
    ['Anna Bell'],
  ]);
});

test.each([0, -5, 5000])('a rate of %i requests a second is refused with what is allowed', async (rate) => {
  const { post } = await openFile(LEADS);
  const { status, body } = await post('/api/destination', { ...PULSECRM, rate });
  expect([status, body]).toEqual([422, expect.stringContaining('above 0 and at most 1000')]);
});
