import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createSimulators } from '@leadwire/simulators';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

const example = join(import.meta.dirname, '..');
const MAIN = join(import.meta.dirname, '../../../../cli/src/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'leadwire-nightly-'));
const workflow = parse(readFileSync(join(example, '.github/workflows/nightly.yml'), 'utf8'));
const simulators = createSimulators({ seed: 1 });
let baseUrl: string;

beforeAll(async () => {
  baseUrl = (await simulators.listen(0)).urls.telecrmAsync;
  mkdirSync(join(folder, 'bin'));
  const command = `#!/bin/sh\nexec "${process.execPath}" --conditions=leadwire-source "${MAIN}" "$@"\n`;
  writeFileSync(join(folder, 'bin/leadwire'), command, { mode: 0o755 });
  mkdirSync(join(folder, 'ledger'));
});
afterAll(async () => {
  await simulators.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One night: the export as it is today, then the script with the environment of the workflow. */
function night(rows: readonly string[]): Promise<{ code: number; summary: Record<string, unknown> }> {
  writeFileSync(join(folder, 'leads.csv'), `Name,Phone\n${rows.join('\n')}\n`);
  const env = {
    PATH: [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
    LEDGER: workflow.jobs.import.env.LEDGER as string,
    LEADWIRE_BASE_URL: baseUrl,
    TELECRM_ENTERPRISE_ID: 'e1',
    TELECRM_ASYNC_TOKEN: 'async-token',
    XDG_STATE_HOME: join(folder, 'state'),
  };
  return new Promise((resolve, reject) => {
    execFile(join(example, 'nightly.sh'), ['leads.csv'], { cwd: folder, env }, (error, stdout, stderr) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      if (!last.startsWith('{')) return reject(new Error(stderr));
      resolve({ code: Number(error?.code ?? 0), summary: JSON.parse(last) as Record<string, unknown> });
    });
  });
}

test('the second night sends the new row and none of the first night again', { timeout: 60_000 }, async () => {
  const first = ['Asha Rao,98765 43210', 'Ravi Iyer,+91 98765 43211'];
  expect(await night(first)).toMatchObject({ code: 0, summary: { rows: 2, accepted: 2 } });
  const second = await night([...first, 'Mira Das,98765 43212']);
  expect(second).toMatchObject({ code: 0, summary: { rows: 3, accepted: 3 } });
  expect(simulators.requests).toHaveLength(3);
});

test('the workflow runs that script, keeps the ledger whatever happened, and never two at once', () => {
  const { concurrency, jobs } = workflow;
  const { env, steps } = jobs.import as {
    env: { LEDGER: string };
    steps: { run?: string; uses?: string; if?: string; with?: { path?: string } }[];
  };
  expect(steps.find(({ run }) => run?.startsWith('./nightly.sh'))).toBeDefined();
  const save = steps.find(({ uses }) => uses?.startsWith('actions/cache/save'));
  expect([save?.if, save?.with?.path]).toEqual(['always()', dirname(env.LEDGER)]);
  expect(concurrency['cancel-in-progress']).toBe(false);
});
