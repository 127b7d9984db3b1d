import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type * as z from 'zod/mini';
import type { PageImporter } from '../importer/page-importer.ts';
import { BadRequest, bodies, readBody } from './body.ts';
import { sendStates } from './events.ts';

const MOST_ROWS = 500;

/** What the page asks for and orders, for the file and its rows; an order is answered with the state as it is then. */
export function fileRoutes(importer: PageImporter): Hono {
  const api = new Hono();
  const order = orders(api, importer);
  api.get('/state', (c) => c.json(importer.state()));
  api.get('/events', (c) => streamSSE(c, (stream) => sendStates(importer, stream)));
  api.get('/files', async (c) => c.json(await importer.files()));
  order('/file', bodies.file, ({ path }) => importer.choose(path));
  api.put('/file', async (c) => {
    const { body } = c.req.raw;
    if (body === null) throw new BadRequest('there are no bytes');
    const bytes = wholeOf(c.req.query('bytes') ?? '');
    const content = Readable.fromWeb(body as WebStream);
    await importer.drop({ name: c.req.query('name') ?? '', bytes, content });
    return c.json(importer.state());
  });
  api.delete('/file', async (c) => {
    await importer.discard();
    return c.json(importer.state());
  });
  api.get('/sample', (c) => c.json(importer.sample(c.req.query('reveal') === '1')));
  order('/columns', bodies.columns, (choice) => importer.read(choice));
  order('/answer', bodies.answer, ({ doubt, answer }) => importer.answer(doubt, answer));
  api.get('/rows', (c) => {
    const { filter = 'all', offset = '0', limit = '100', reveal } = c.req.query();
    const range = { offset: wholeOf(offset), limit: Math.min(wholeOf(limit), MOST_ROWS) };
    return c.json(importer.rows({ filter, ...range, reveal: reveal === '1' }));
  });
  api.get('/rows/:row', (c) => c.json(importer.cells(wholeOf(c.req.param('row')))));
  api.post('/rows/:row', async (c) => {
    await importer.edit(wholeOf(c.req.param('row')), await readBody(c.req, bodies.row));
    return c.json(importer.state());
  });
  return api;
}

/** The same for sending, and for what comes after it. */
export function sendRoutes(importer: PageImporter): Hono {
  const api = new Hono();
  const order = orders(api, importer);
  api.get('/destinations', (c) => c.json(importer.destinations()));
  order('/destination', bodies.destination, (choice) => importer.chooseDestination(choice));
  api.post('/choices', async (c) => {
    const { to, credentials, baseUrl } = await readBody(c.req, bodies.choices);
    return c.json(await importer.choices(to, baseUrl, credentials));
  });
  order('/send', bodies.send, ({ version }) => importer.send(version));
  for (const order of ['pause', 'resume', 'stop'] as const) {
    api.post(`/${order}`, (c) => {
      importer[order]();
      return c.json(importer.state());
    });
  }
  order('/parked', bodies.parked, ({ rows, finding }) => importer.settle(rows, finding));
  api.get('/download/:what{report|rejected}', (c) => {
    const { name, body } = importer.download(c.req.param('what') as 'report' | 'rejected');
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    return c.body(Readable.toWeb(body) as ReadableStream);
  });
  api.get('/history', async (c) => c.json(await importer.history()));
  api.post('/undo', async (c) => c.json({ said: await importer.undo((await readBody(c.req, bodies.undo)).id) }));
  return api;
}

const orders =
  (api: Hono, importer: PageImporter) =>
  <Body>(path: string, schema: z.ZodMiniType<Body>, obey: (body: Body) => Promise<void>): Hono =>
    api.post(path, async (c) => {
      await obey(await readBody(c.req, schema));
      return c.json(importer.state());
    });

function wholeOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new BadRequest('not a whole number');
  return Number(text);
}
