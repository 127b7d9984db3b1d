import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDestination } from '@leadwire/importer';
import { registry } from '@leadwire/importer/registry';
import { createSimulators } from '@leadwire/simulators';
import { expect, onTestFinished, test } from 'vitest';
import type { Finding } from '../api/send.ts';
import { PageImporter } from './page-importer.ts';

/** An import of two people whose first one is parked: its request was cut, and no look-up finds it. */
async function importWithParkedRow() {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-settle-'));
  writeFileSync(join(folder, 'leads.csv'), 'Name,Mobile\nAnna,+919876543210\nBen,+919876543211\n');
  const simulators = createSimulators({ seed: 7 });
  const { urls } = await simulators.listen();
  simulators.script('pulsecrm', 'leads.create', 'cut-before');
  const env = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };
  const ledgerFolder = join(folder, 'ledgers');
  const page = new PageImporter({ registry, ledgerFolder, folder, env, baseUrls: urls, rate: 'off' });
  onTestFinished(async () => {
    await page.close();
    await simulators.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await page.choose('leads.csv');
  await expect.poll(() => page.state().check?.state, { timeout: 20_000 }).toBe('done');
  const options = { skipTeamAndSource: true };
  await page.chooseDestination({ to: 'pulsecrm', options, onExisting: 'keep', checkExisting: false });
  await page.send(page.state().rowsVersion);
  await expect.poll(() => page.state().send?.state).toBe('ended');
  const rows = () => page.rows({ filter: 'all', offset: 0, limit: 10, reveal: false }).rows;
  const parked = rows().find(({ outcome }) => outcome === 'parked');
  expect(parked?.row).toBeDefined();
  const row = parked?.row ?? 0;
  const client = { baseUrl: urls.pulsecrm };
  const pulsecrm = await openDestination(registry, 'pulsecrm', { options, client, env, dry: false });
  const phone = parked?.name === 'Anna' ? '+919876543210' : '+919876543211';
  const createByHand = () => pulsecrm.target.send({ name: `${parked?.name} Example`, phone });
  return {
    createByHand,
    settle: (finding: Finding) => page.settle([row], finding),
    outcome: () => rows().find((each) => each.row === row)?.outcome,
    there: () => simulators.pulsecrm.leads.all().length,
  };
}

test('a parked row that is looked up again and found is created, and nothing is sent', async () => {
  const { createByHand, outcome, settle, there } = await importWithParkedRow();
  await createByHand();
  expect(there()).toBe(2);
  await settle('look-again');
  expect([outcome(), there()]).toEqual(['created', 2]);
});

test('a parked row that is looked up again and not found stays parked', async () => {
  const { outcome, settle, there } = await importWithParkedRow();
  await settle('look-again');
  expect([outcome(), there()]).toEqual(['parked', 1]);
});

test('a parked row that a person found there is created, and one that is not there is open', async () => {
  const arrived = await importWithParkedRow();
  await arrived.settle('arrived');
  const missing = await importWithParkedRow();
  await missing.settle('not-there');
  expect([arrived.outcome(), missing.outcome()]).toEqual(['created', 'open']);
});
