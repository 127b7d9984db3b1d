import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { startConsole } from '@leadwire/console';
import { expect, onTestFinished, test, vi } from 'vitest';
import { PageImporter } from './importer.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The page over a folder with `leads.csv`; `ask` goes with the cookie of the page. */
async function openPage() {
  const home = mkdtempSync(join(tmpdir(), 'leadwire-page-'));
  const folder = join(home, 'files');
  const state = join(home, 'state');
  mkdirSync(folder);
  writeFileSync(join(folder, 'leads.csv'), 'Name,Mobile\nAnna,+91 98765 43210\nBen,+91 98765 43211\n');
  writeFileSync(join(home, 'secret.csv'), 'Name,Mobile\nEve,+91 98765 43212\n');
  const out = new PassThrough();
  const signal = new AbortController().signal;
  const env = { XDG_STATE_HOME: state };
  const importer = new PageImporter({ stdin: Readable.from([]), stdout: out, stderr: out, env, signal }, { folder });
  const page = await startConsole({ importer });
  onTestFinished(async () => {
    await page.close();
    rmSync(home, { recursive: true, force: true });
  });
  const own = `http://127.0.0.1:${page.port}`;
  const bare = (path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(`${own}${path}`, { method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const entered = await bare(new URL(page.address).pathname + new URL(page.address).search);
  const [cookie = ''] = (entered.headers['set-cookie']?.[0] ?? '').split(';');
  const ask = (path: string, asked: Asked = {}): Promise<Answer> =>
    bare(path, { ...asked, headers: { cookie, origin: own, ...asked.headers } });
  const choose = (path: string) => ask('/api/file', { method: 'POST', body: JSON.stringify({ path }) });
  return { page, own, home, state, folder, entered, bare, ask, choose };
}

test('the token in the address opens the page once, and its cookie is HttpOnly and SameSite=Strict', async () => {
  const { page, bare, entered } = await openPage();
  expect([entered.status, entered.headers.location]).toEqual([303, '/']);
  expect(entered.headers['set-cookie']?.[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  expect((await bare(new URL(page.address).pathname + new URL(page.address).search)).status).toBe(403);
});

test('a connection that the server of the page could not accept does not end an import', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  onTestFinished(() => listen.mockRestore());
  await openPage();
  // Twice: a listener for the start of the server would hear the first.
  for (const error of [new Error('accept ENOBUFS'), new Error('accept EMFILE')])
    expect((listen.mock.contexts[0] as Server).emit('error', error)).toBe(true);
});

test('a request without the cookie of the page is refused', async () => {
  const { bare } = await openPage();
  expect((await bare('/api/state')).status).toBe(403);
  expect((await bare('/')).status).toBe(403);
  expect((await bare('/api/state', { headers: { cookie: 'leadwire-80=guessed' } })).status).toBe(403);
});

test('a request whose Host is another name, as DNS rebinding makes it, is refused', async () => {
  const { ask, page } = await openPage();
  expect((await ask('/api/state', { headers: { host: `attacker.example:${page.port}` } })).status).toBe(403);
  expect((await ask('/api/state', { headers: { host: `localhost:${page.port}` } })).status).toBe(403);
  expect((await ask('/api/state')).status).toBe(200);
});

test('a request of another page is refused by its Origin, and an order without an Origin too', async () => {
  const { ask, bare, page } = await openPage();
  const order = { method: 'POST', body: '{"path":"leads.csv"}' };
  expect((await ask('/api/file', { ...order, headers: { origin: 'https://attacker.example' } })).status).toBe(403);
  expect((await ask('/api/file', { ...order, headers: { origin: `http://127.0.0.1:${page.port + 1}` } })).status).toBe(
    403,
  );
  expect((await bare('/api/file', order)).status).toBe(403);
  expect((await ask('/api/state', { headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(403);
});

test('what is served allows no script, style or address of elsewhere, and is not kept by the browser', async () => {
  const { ask } = await openPage();
  const { headers } = await ask('/api/state');
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test.each(['../secret.csv', '/etc/passwd', 'link.csv', '..', ''])(
  'a file outside of the folder is refused: %s',
  async (path) => {
    const { ask, choose, folder, home } = await openPage();
    symlinkSync(join(home, 'secret.csv'), join(folder, 'link.csv'));
    const { status, body } = await choose(path);
    expect([status, body]).toEqual([422, expect.stringContaining('is not a file in')]);
    expect((await ask('/api/state')).body).not.toContain('Eve');
  },
);

test('phones are masked until they are asked for in full', async () => {
  const { ask, choose } = await openPage();
  await choose('leads.csv');
  await expect.poll(async () => JSON.parse((await ask('/api/state')).body).check.state).toBe('done');
  const masked = (await ask('/api/rows?filter=all')).body + (await ask('/api/sample')).body;
  expect(masked).not.toContain('43210');
  expect((await ask('/api/rows?filter=all&reveal=1')).body).toContain('"dialled":"+919876543210"');
});

test('an upload is kept for its owner alone, and removed when the import is closed', async () => {
  const { ask, state } = await openPage();
  const body = 'Name,Mobile\nAnna,+91 98765 43210\n';
  const { status } = await ask('/api/file?name=..%2F..%2Fupload.csv', { method: 'PUT', body });
  const uploads = () => readdirSync(join(state, 'leadwire/console')).filter((name) => name.startsWith('upload-'));
  const folder = join(state, 'leadwire/console', uploads()[0] ?? '');
  expect([status, readdirSync(folder)]).toEqual([200, ['upload.csv']]);
  expect(readFileSync(join(folder, 'upload.csv'), 'utf8')).toBe(body);
  expect([statSync(folder).mode & 0o777, statSync(join(folder, 'upload.csv')).mode & 0o777]).toEqual([0o700, 0o600]);
  expect(statSync(join(state, 'leadwire/console/session.json')).mode & 0o777).toBe(0o600);
  await ask('/api/file', { method: 'DELETE' });
  expect(uploads()).toEqual([]);
});

test('a body that is not what the page sends is a 400, and changes nothing', async () => {
  const { ask } = await openPage();
  expect((await ask('/api/file', { method: 'POST', body: 'no JSON' })).status).toBe(400);
  expect((await ask('/api/parked', { method: 'POST', body: '{"rows":["1"],"finding":"arrived"}' })).status).toBe(400);
  expect((await ask('/api/rows?offset=-1')).status).toBe(400);
});
