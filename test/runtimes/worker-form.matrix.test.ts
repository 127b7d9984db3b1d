import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSimulators } from '@leadwire/simulators';
import { startPostgres, type TestPostgres } from '@leadwire/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorkerd, type Workerd } from './workerd.ts';

// The Worker of the web form, bundled as it would be deployed, in workerd, over its ledger in PostgreSQL and a simulator on loopback.

const run = promisify(execFile);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const SOURCE = here('../../packages/docs/examples/web-form/src/worker.ts');

const simulators = createSimulators({ seed: 1 });
let postgres: TestPostgres;
let provider: Server;
let worker: Workerd;

/** Requests that came to the provider, and those that wait for its answer. */
let arrived = 0;
const held = Promise.withResolvers<void>();

beforeAll(async () => {
  const started = await startPostgres();
  if ('missing' in started) throw new Error(started.missing);
  postgres = started;
  provider = await startProvider((await simulators.listen(0)).origin);
  await bundle();
  writeFileSync(here('dist/form.capnp'), configuration());
  worker = await startWorkerd('dist/form.capnp');
});
afterAll(async () => {
  held.resolve();
  await worker?.stop();
  provider?.close();
  await simulators.close();
  await postgres?.stop();
});

/** The simulators, behind a server that answers once the test lets it. */
async function startProvider(origin: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { headers, method = 'GET', url = '' } = request;
    const body = await text(request);
    arrived++;
    await held.promise;
    const sent = { 'content-type': 'application/json', authorization: String(headers.authorization) };
    const answer = await fetch(`${origin}${url}`, { method, headers: sent, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

/** As wrangler does: pg's `require` of modules of Node finds those of workerd. */
async function bundle(): Promise<void> {
  const require = `import { createRequire } from 'node:module'; const require = createRequire('file:///');`;
  const flags = ['--bundle', '--format=esm', '--platform=node', '--conditions=workerd,worker'];
  const outside = ['--external:cloudflare:*', '--external:pg-native'];
  const paths = [`--banner:js=${require}`, `--outfile=${here('dist/form.mjs')}`];
  await run(here('node_modules/.bin/esbuild'), [SOURCE, ...flags, ...outside, ...paths]);
}

function configuration(): string {
  const { port } = provider.address() as AddressInfo;
  const texts = {
    TOPCALLS_API_KEY: 'any-key',
    TOPCALLS_BASE_URL: `http://127.0.0.1:${port}/topcalls`,
    TOPCALLS_LIST_ID: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  };
  const bindings = Object.entries(texts).map(([name, value]) => `(name = "${name}", text = "${value}")`);
  const hyperdrive = JSON.stringify(JSON.stringify({ connectionString: postgres.connectionString }));
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = embed "form.mjs")],
      compatibilityDate = "2026-11-01",
      bindings = [(name = "HYPERDRIVE", json = ${hyperdrive}), ${bindings.join(', ')}],
    )),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}

const submit = (phone: string, submission_id: string): Promise<Response> =>
  fetch(`${worker.origin}/leads`, {
    method: 'POST',
    body: new URLSearchParams({ name: 'Jane Doe', phone, submission_id }),
  });
const created = (): number => simulators.effects.filter(({ kind }) => kind === 'created').length;

test('a Worker answers the form before the provider does, and sends the lead behind its response, once', async () => {
  const first = await submit('(415) 555-2671', 's1');
  expect([first.status, await first.json()]).toEqual([202, { status: 'received' }]);
  await expect.poll(() => arrived).toBe(1);
  expect(created()).toBe(0);
  held.resolve();
  await expect.poll(() => simulators.topcalls.leads.byPhone('+14155552671')?.name).toBe('Jane Doe');

  expect((await submit('(415) 555-2671', 's1')).status).toBe(202);
  await submit('(415) 555-2672', 's2');
  await expect.poll(() => simulators.topcalls.leads.byPhone('+14155552672')).toBeDefined();
  expect(created()).toBe(2);
});

test('a Worker refuses a phone that cannot be read, and says why', async () => {
  const response = await submit('12', 's3');
  expect([response.status, await response.json()]).toEqual([422, { error: expect.stringMatching(/^phone /) }]);
});
