import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../testing.ts';

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };

let folder = '';
let path = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-rows-'));
  path = join(folder, 'leads.csv');
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

async function importRows(count: number, ...more: string[]) {
  const rows = Array.from({ length: count }, (_, index) => `Lead ${index},+9198765${String(10_000 + index)}`);
  await writeFile(path, ['Name,Mobile', ...rows, ''].join('\n'));
  const to = ['--to', 'pulsecrm', '--base-url', server.urls.pulsecrm, '--rate', 'off', '--json'];
  return runCommand(['import', path, ...to, ...more], { env: ENV });
}

const rowsOf = ({ json }: { json: readonly Record<string, unknown>[] }): number => Number(json.at(-1)?.rows);

test('while nothing arrives, a refusal of every row stops the run before all of them were tried', async () => {
  simulators.pulsecrm.addTeam({ id: 12 });
  const run = await importRows(1_000);
  expect(run.code).toBe(3);
  expect(rowsOf(run)).toBeLessThan(400);
  expect(run.json[0]).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining('set --team-id') });
});

test('a few rows that are refused stop nothing', async () => {
  simulators.pulsecrm.addTeam({ id: 12 });
  expect(await importRows(60)).toMatchObject({ code: 1 });
});

test('rows that were refused are sent again when it is asked for, and each once', async () => {
  simulators.pulsecrm.addTeam({ id: 12 });
  await importRows(20);
  const asBefore = await importRows(20, '--team-id', '12');
  expect(asBefore.json.at(-1)).toMatchObject({ rejected: 20, created: 0 });
  const mended = await importRows(20, '--team-id', '12', '--retry-rejected');
  expect([mended.code, mended.json.at(-1)]).toEqual([0, expect.objectContaining({ rows: 20, created: 20 })]);
  await importRows(20, '--team-id', '12', '--retry-rejected');
  expect(simulators.pulsecrm.leads.all()).toHaveLength(20);
});

test('where no response can be read, the run stops before every row waits for a person', async () => {
  simulators.fail({ fault: 'redirect' });
  const run = await importRows(1_000, '--skip-team-and-source');
  expect(run.code).toBe(3);
  expect(rowsOf(run)).toBeLessThan(400);
});
