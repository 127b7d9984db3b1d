import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '@leadwire/importer/registry';
import { createSimulators } from '@leadwire/simulators';
import { expect, onTestFinished, test } from 'vitest';
import { PageImporter } from './page-importer.ts';

test('an import whose end cannot be saved says so on the page, and does not end it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-session-'));
  writeFileSync(join(folder, 'leads.csv'), 'Name,Mobile\nAnna,+919876543210\n');
  const simulators = createSimulators({ seed: 7 });
  const { urls } = await simulators.listen();
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
  rmSync(join(folder, 'ledgers/console'), { recursive: true });
  await expect.poll(() => page.state().problem?.message, { timeout: 20_000 }).toContain('session.json');
  expect(simulators.pulsecrm.leads.length).toBe(1);
});
