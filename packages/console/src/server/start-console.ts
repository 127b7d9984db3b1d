import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Environment, type Registry, stateFolder } from '@leadwire/importer';
import { registry as all } from '@leadwire/importer/registry';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { PageImporter } from '../importer/page-importer.ts';
import { Access, requireOwnOrigin, withSafeHeaders } from './access.ts';
import { BadRequest } from './body.ts';
import { readPageFiles } from './page-files.ts';
import { fileRoutes, sendRoutes } from './routes.ts';

export interface ConsoleOptions {
  /** 0 for any free port. @default 0 */
  readonly port?: number | undefined;
  /** Where leads may go, by name. @default all providers of leadwire */
  readonly registry?: Registry | undefined;
  /** Where ledgers lie, one for each destination. @default `leadwire` in the user's state folder, as the command has it */
  readonly ledgerFolder?: string | undefined;
  /** Its files can be chosen in the page; those of the user's Downloads, Desktop and Documents are dropped. @default the working directory */
  readonly folder?: string | undefined;
  /** Credentials, by the names that `leadwire import --help` lists. @default `process.env` */
  readonly env?: Environment | undefined;
  /** Addresses in place of the providers' own, by destination: simulators. */
  readonly baseUrls?: Readonly<Record<string, string | undefined>> | undefined;
  /** Most requests a second, or `off`. @default the limit of the provider */
  readonly rate?: number | 'off' | undefined;
  /** Called with each error that is a bug: the page does not show it. */
  readonly onBug?: ((error: unknown) => void) | undefined;
}

/** The page, being served. */
export interface Console {
  /** Opens the page, once: `http://127.0.0.1:4020/?token=…`. */
  readonly address: string;
  readonly port: number;
  /** Stops what is being sent in good order, and then the server. */
  close(): Promise<void>;
}

const MOST_JSON_BYTES = 1024 * 1024;
const NOT_BUILT = 'The page is not built: run pnpm build.';
const NO_TOKEN =
  'This page opens with the address that leadwire ui printed, and that address works once. Stop leadwire ui and start it again for a new one.';

/**
 * Serves the import page on 127.0.0.1, for one browser of this machine. An import that an earlier start left is taken up.
 * @throws Error `EADDRINUSE` where the port is taken
 * @throws Fault where the folder of the ledgers cannot be made
 * @example
 * import { registry, startConsole } from '@leadwire/console'
 * const { address, close } = await startConsole({ port: 4020, registry, ledgerFolder: '/var/lib/leads' })
 */
export async function startConsole(options: ConsoleOptions = {}): Promise<Console> {
  const { port = 0, registry = all, env = process.env, folder = process.cwd(), baseUrls, rate, onBug } = options;
  const { ledgerFolder = stateFolder(env) } = options;
  const importer = new PageImporter({ registry, ledgerFolder, folder, env, baseUrls, rate });
  const access = new Access();
  let listening = port;
  const app = createApp(importer, access, () => listening, onBug);
  // The process also runs the provider clients: their Request and Response stay the platform's.
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port, overrideGlobalObjects: false }) as Server;
  await once(server, 'listening');
  server.on('error', (error) => onBug?.(error)); // a connection that could not be accepted must not end an import
  listening = (server.address() as AddressInfo).port;
  await importer.restore();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await importer.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    address: `http://127.0.0.1:${listening}/?token=${access.token ?? ''}`,
    port: listening,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function createApp(importer: PageImporter, access: Access, port: () => number, onBug: ConsoleOptions['onBug']): Hono {
  const pages = readPageFiles();
  const app = new Hono();
  app.use(withSafeHeaders, requireOwnOrigin(port));
  app.get('/', async (c, next) => {
    const token = c.req.query('token');
    if (token === undefined) return next();
    return access.admit(c, token, port()) ? c.redirect('/', 303) : c.text(NO_TOKEN, 403);
  });
  app.use(async (c, next) => (access.isAdmitted(c, port()) ? next() : c.text(NO_TOKEN, 403)));
  const limit = bodyLimit({ maxSize: MOST_JSON_BYTES });
  app.use('/api/*', (c, next) => (c.req.method === 'POST' ? limit(c, next) : next()));
  app.route('/api', fileRoutes(importer));
  app.route('/api', sendRoutes(importer));
  app.get('*', (c) => {
    const file = pages.get(c.req.path);
    if (file === undefined) return c.text(pages.size === 0 ? NOT_BUILT : 'There is no such page.', 404);
    return c.body(file.body, 200, { 'content-type': file.type });
  });
  app.onError((error, c) => {
    if (error instanceof BadRequest) return c.json({ message: error.message, hints: [] }, 400);
    const problem = importer.explain(error);
    if (problem !== undefined) return c.json(problem, 422);
    onBug?.(error);
    return c.json({ message: 'Something went wrong in leadwire; its terminal shows what.', hints: [] }, 500);
  });
  return app;
}
