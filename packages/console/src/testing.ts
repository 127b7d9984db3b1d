import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ConsoleState } from './api/state.ts';
import { type ConsoleOptions, registry, startConsole } from './index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The page over a folder with `leads.csv`, as a program serves it; `ask` goes with the cookie of the page. */
export async function openPage(options: Partial<ConsoleOptions> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'leadwire-page-'));
  const folder = join(home, 'files');
  const ledgerFolder = join(home, 'ledgers');
  mkdirSync(folder);
  writeFileSync(join(folder, 'leads.csv'), 'Name,Mobile\nAnna,+91 98765 43210\nBen,+91 98765 43211\n');
  writeFileSync(join(home, 'secret.csv'), 'Name,Mobile\nEve,+91 98765 43212\n');
  const page = await startConsole({ port: 0, registry, ledgerFolder, folder, env: { HOME: home }, ...options });
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
  const drop = (name: string, body: string) =>
    ask(`/api/file?${new URLSearchParams({ name, bytes: String(Buffer.byteLength(body)) })}`, { method: 'PUT', body });
  const state = async (): Promise<ConsoleState> => JSON.parse((await ask('/api/state')).body);
  const post = (path: string, body: object) => ask(path, { method: 'POST', body: JSON.stringify(body) });
  /** Chooses a destination and sends, as the page does. */
  const send = async (destination: object): Promise<Answer> => {
    const chosen = await post('/api/destination', destination);
    if (chosen.status !== 200) return chosen;
    return post('/api/send', { version: (await state()).rowsVersion });
  };
  return { page, own, home, ledgerFolder, folder, entered, bare, ask, choose, drop, post, send, state };
}
