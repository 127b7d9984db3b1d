import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../testing.ts';

const ENV = {
  PULSECRM_ACCOUNT_ID: '1',
  PULSECRM_TOKEN: 'token',
  TELECRM_ENTERPRISE_ID: 'ent_1',
  TELECRM_SYNC_TOKEN: 'sync',
};
let folder = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-send-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

const send = (...more: string[]) =>
  runCommand(['send', '--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm, ...more], {
    env: ENV,
  });

test('sends one lead and prints its outcome', async () => {
  const { code, stdout } = await send(
    '--phone',
    '98765 43210',
    '--country',
    'IN',
    '--first-name',
    'Asha',
    '--last-name',
    'Verma',
    '--email',
    'asha@example.com',
  );
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^created {2}\S+\n$/)]);
  expect(simulators.pulsecrm.leads.all()).toMatchObject([
    { phone: '+919876543210', firstName: 'Asha', email: 'asha@example.com' },
  ]);
});

test('--json prints the row and a summary', async () => {
  const { json } = await send('--phone', '+919876543210', '--name', 'Asha', '--json');
  expect(json).toMatchObject([
    { type: 'row', outcome: 'created', certainty: 'certain' },
    { type: 'summary', rows: 1, created: 1 },
  ]);
});

test('with a ledger the same lead is not sent twice', async () => {
  const ledger = join(folder, 'sent.leadwire');
  for (let i = 0; i < 2; i++)
    expect((await send('--phone', '+919876543210', '--name', 'Asha', '--ledger', ledger)).code).toBe(0);
  expect(simulators.pulsecrm.leads.all()).toHaveLength(1);
});

test("fields of the provider's own go along", async () => {
  const to = [
    '--to',
    'topcalls',
    '--list-id',
    '11111111-1111-4111-8111-111111111111',
    '--base-url',
    server.urls.topcalls,
  ];
  const { code } = await runCommand(
    ['send', ...to, '--phone', '+919876543210', '--name', 'Asha', '--field', 'city=Pune=East'],
    {
      env: { TOPCALLS_API_KEY: 'key' },
    },
  );
  expect(code).toBe(0);
  expect(simulators.topcalls.leads.all()).toMatchObject([{ metadata: { city: 'Pune=East' } }]);
});

test('a phone that cannot be used is refused, and nothing personal is printed', async () => {
  const { code, stdout, stderr } = await send('--phone', '+9112345', '--name', 'Asha');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^rejected/);
  expect(stdout + stderr).not.toMatch(/12345|Asha/);
});

test('a key that is refused is a matter of configuration, and the lead is not called rejected', async () => {
  await simulators.close();
  simulators = createSimulators({ tokens: { bad: ['token'] } });
  server = await simulators.listen();
  const { code, stdout, stderr } = await send('--phone', '+919876543210', '--name', 'Asha');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('was not authorised (401)');
  expect(stderr).toContain('Check PULSECRM_TOKEN');
});

test('a phone without a country is told the flag that gives it one', async () => {
  expect((await send('--phone', '98765 43210')).stdout).toContain('or add --country');
});

test.each([
  [['--name', 'Asha'], "required option '--phone"],
  [['--phone', '98765 43210', '--country', 'UK'], 'The United Kingdom is GB.'],
  [['--phone', '+919876543210', '--field', 'city'], '--field city has no "="'],
])('%j exits 2', async (argv, words) => {
  const { code, stderr } = await send(...argv);
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
});
