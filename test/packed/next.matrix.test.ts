import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSimulators } from '@leadwire/simulators';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN, env, packAll } from './pack-all.ts';

// The routes of the Next.js example in their own application: installed from tarballs, built and served by Next.

const run = promisify(execFile);
const EXAMPLE = fileURLToPath(new URL('../../packages/docs/examples/next-route', import.meta.url));
const PACKAGES = ['leadwire', '@leadwire/core', '@leadwire/pulsecrm', '@leadwire/generated-pulsecrm'];

const root = mkdtempSync(join(tmpdir(), 'leadwire-next-'));
const folder = join(root, 'application');
const simulators = createSimulators({ seed: 1 });
let server: { readonly child: ChildProcess; readonly origin: string };

beforeAll(async () => {
  const { urls } = await simulators.listen(0);
  cpSync(join(EXAMPLE, 'src'), join(folder, 'src'), { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  cpSync(join(EXAMPLE, 'next.config.ts'), join(folder, 'next.config.ts'));
  // Next adds what it needs itself.
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true } }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest()));
  await run(join(BIN, 'pnpm'), ['install', '--ignore-scripts', '--prefer-offline', '--config.minimum-release-age=0'], {
    cwd: folder,
    env,
  });
  await next('build');
  server = await serve(urls.pulsecrm);
}, 1_200_000);

afterAll(async () => {
  server?.child.kill();
  await simulators.close();
  rmSync(root, { recursive: true, force: true });
}, 120_000);

function manifest(): object {
  const tarballs = packAll(root, PACKAGES);
  const files = Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));
  const { '@leadwire/pulsecrm': pulsecrm, leadwire } = files;
  return {
    name: 'application',
    private: true,
    dependencies: {
      ...{ leadwire, '@leadwire/pulsecrm': pulsecrm, pg: '8.23.1' },
      ...{ next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
    },
    devDependencies: { typescript: '5.9.3', '@types/react': '19.2.2', '@types/node': '24.19.2' },
    // Images are not served.
    pnpm: { overrides: { ...files, sharp: '-' } },
  };
}

const NEXT = 'node_modules/next/dist/bin/next';
const nextEnv = { ...env, NEXT_TELEMETRY_DISABLED: '1', NODE_OPTIONS: '', NODE_ENV: 'production' } as const;

async function next(command: string): Promise<void> {
  const { stderr, stdout } = await run(process.execPath, [NEXT, command], { cwd: folder, env: nextEnv });
  expect(`${stdout}${stderr}`).not.toMatch(/warning/i);
}

/** Starts the built application, and waits until it says where it listens. */
async function serve(baseUrl: string): Promise<typeof server> {
  const child = spawn(process.execPath, [NEXT, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
    cwd: folder,
    env: {
      ...nextEnv,
      CRON_SECRET: 'long-and-random',
      LEDGER: join(root, 'leads.ledger'),
      PULSECRM_ACCOUNT_ID: '1',
      PULSECRM_BASE_URL: baseUrl,
      PULSECRM_TOKEN: 'any-token',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit').then(([code]) => Promise.reject(new Error(`next start ended with ${code}`)));
  const origin = new Promise<string>((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  exit.catch(() => undefined);
  return { child, origin: await Promise.race([origin, exit]) };
}

const submit = (form: object): Promise<Response> =>
  fetch(`${server.origin}/api/leads`, { method: 'POST', body: JSON.stringify(form) });
const cron = (secret: string): Promise<Response> =>
  fetch(`${server.origin}/api/deliver`, { headers: { authorization: `Bearer ${secret}` } });

test('built by Next, the form is answered before anything is sent, and the cron route sends it once', async () => {
  expect((await submit({ id: '1', name: 'Jane Doe', phone: '(415) 555-2671' })).status).toBe(202);
  expect(simulators.pulsecrm.leads.length).toBe(0);
  expect(await (await cron('long-and-random')).json()).toMatchObject({ created: 1 });
  await cron('long-and-random');
  expect(simulators.pulsecrm.leads.length).toBe(1);
});

test('built by Next, a phone that cannot be read and a wrong secret are refused', async () => {
  const response = await submit({ id: '2', name: 'John Roe', phone: '12' });
  expect([response.status, await response.json()]).toEqual([422, { error: expect.stringMatching(/^phone /) }]);
  expect((await cron('guessed')).status).toBe(401);
});
