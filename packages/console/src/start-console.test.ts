import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulators } from '@leadwire/simulators';
import { expect, onTestFinished, test } from 'vitest';
import type { DestinationView } from './api/destination.ts';
import { registry } from './index.ts';
import { openPage } from './testing.ts';

const POLL = { timeout: 20_000 };

test('a program that gives startConsole a registry and a folder sends a file, and its ledger lies in that folder for its owner alone', async () => {
  const simulators = createSimulators({ seed: 7 });
  onTestFinished(() => simulators.close());
  const { urls } = await simulators.listen();
  const env = { TELECRM_ENTERPRISE_ID: 'enterprise', TELECRM_SYNC_TOKEN: 'token' };
  const { ask, choose, home, ledgerFolder, send, state } = await openPage({
    registry,
    env: { ...env, XDG_STATE_HOME: '/nowhere' },
    baseUrls: { telecrm: urls.telecrm },
    rate: 'off',
  });
  await choose('leads.csv');
  await expect.poll(async () => (await state()).check?.state, POLL).toBe('done');
  const destination = { to: 'telecrm', options: {}, onExisting: 'keep', checkExisting: false };
  expect((await send(destination)).status).toBe(200);
  await expect.poll(async () => (await state()).send?.state, POLL).toBe('ended');
  expect((await state()).send).toMatchObject({ state: 'ended', done: 2, counts: { created: 2 } });
  expect(simulators.telecrm.leads.all()).toHaveLength(2);
  const [ledger = ''] = readdirSync(ledgerFolder).filter((name) => name.endsWith('.leadwire'));
  expect(ledger).toMatch(/^telecrm_default_/);
  expect(statSync(join(ledgerFolder, ledger)).mode & 0o777).toBe(0o600);
  expect(readdirSync(home).toSorted()).toEqual(['files', 'ledgers', 'secret.csv']);
  expect(existsSync('/nowhere')).toBe(false);
  const history = JSON.parse((await ask('/api/history')).body);
  expect(history).toMatchObject([{ file: 'leads.csv', to: 'telecrm', counts: { created: 2 } }]);
});

test('a page offers the destinations of the registry that it was given, and refuses any other', async () => {
  const { ask, choose, send } = await openPage({ registry: { topcalls: registry.topcalls } });
  const offered: DestinationView[] = JSON.parse((await ask('/api/destinations')).body);
  expect(offered.map(({ name }) => name)).toEqual(['topcalls']);
  await choose('leads.csv');
  const other = { to: 'telecrm', options: {}, onExisting: 'keep', checkExisting: false };
  const { status, body } = await send(other);
  expect([status, body]).toEqual([422, expect.stringContaining('There is no destination telecrm.')]);
});
