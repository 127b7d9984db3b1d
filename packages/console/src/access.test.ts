import { statSync, symlinkSync } from 'node:fs';
import { Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openPage } from './testing.ts';

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

test('the server listens on 127.0.0.1 and on no other address of the machine', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  onTestFinished(() => listen.mockRestore());
  await openPage();
  expect((listen.mock.contexts[0] as Server).address()).toMatchObject({ address: '127.0.0.1', family: 'IPv4' });
});

test('the import that is open is kept for its owner alone', async () => {
  const { choose, ledgerFolder } = await openPage();
  await choose('leads.csv');
  const modeOf = (path: string) => statSync(join(ledgerFolder, path)).mode & 0o777;
  expect([modeOf('console'), modeOf('console/session.json')]).toEqual([0o700, 0o600]);
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
  await expect
    .poll(async () => JSON.parse((await ask('/api/state')).body).check.state, { timeout: 20_000 })
    .toBe('done');
  const masked = (await ask('/api/rows?filter=all')).body + (await ask('/api/sample')).body;
  expect(masked).not.toContain('43210');
  expect((await ask('/api/rows?filter=all&reveal=1')).body).toContain('"dialled":"+919876543210"');
});

test('a body that is not what the page sends is a 400, and changes nothing', async () => {
  const { ask } = await openPage();
  expect((await ask('/api/file', { method: 'POST', body: 'no JSON' })).status).toBe(400);
  expect((await ask('/api/parked', { method: 'POST', body: '{"rows":["1"],"finding":"arrived"}' })).status).toBe(400);
  expect((await ask('/api/rows?offset=-1')).status).toBe(400);
});
