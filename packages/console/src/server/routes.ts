import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Finding } from '../api/send.ts';
import type { PageImporter } from '../importer/page-importer.ts';
import {
  BadRequest,
  destinationIn,
  isNumber,
  listIn,
  numberIn,
  optionalText,
  readBody,
  rowChangeIn,
  textIn,
  textsIn,
} from './body.ts';
import { sendStates } from './events.ts';

const FINDINGS: readonly string[] = ['arrived', 'not-there', 'look-again'] satisfies Finding[];
const MOST_ROWS = 500;

/** What the page asks for and orders, for the file and its rows; an order is answered with the state as it is then. */
export function fileRoutes(importer: PageImporter): Hono {
  const api = new Hono();
  api.get('/state', (c) => c.json(importer.state()));
  api.get('/events', (c) => streamSSE(c, (stream) => sendStates(importer, stream)));
  api.get('/files', async (c) => c.json(await importer.files()));
  api.post('/file', async (c) => {
    await importer.choose(textIn(await readBody(c.req), 'path'));
    return c.json(importer.state());
  });
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
  api.post('/columns', async (c) => {
    const body = await readBody(c.req);
    const country = body.country === undefined ? undefined : textIn(body, 'country');
    const column = body.use === undefined ? undefined : { index: numberIn(body, 'index'), use: textIn(body, 'use') };
    await importer.read({ column, country });
    return c.json(importer.state());
  });
  api.post('/answer', async (c) => {
    const body = await readBody(c.req);
    await importer.answer(numberIn(body, 'doubt'), numberIn(body, 'answer'));
    return c.json(importer.state());
  });
  api.get('/rows', (c) => {
    const { filter = 'all', offset = '0', limit = '100', reveal } = c.req.query();
    const range = { offset: wholeOf(offset), limit: Math.min(wholeOf(limit), MOST_ROWS) };
    return c.json(importer.rows({ filter, ...range, reveal: reveal === '1' }));
  });
  api.get('/rows/:row', (c) => c.json(importer.cells(wholeOf(c.req.param('row')))));
  api.post('/rows/:row', async (c) => {
    await importer.edit(wholeOf(c.req.param('row')), rowChangeIn(await readBody(c.req)));
    return c.json(importer.state());
  });
  return api;
}

/** The same for sending, and for what comes after it. */
export function sendRoutes(importer: PageImporter): Hono {
  const api = new Hono();
  api.get('/destinations', (c) => c.json(importer.destinations()));
  api.post('/destination', async (c) => {
    await importer.chooseDestination(destinationIn(await readBody(c.req)));
    return c.json(importer.state());
  });
  api.post('/choices', async (c) => {
    const body = await readBody(c.req);
    importer.remember(textsIn(body, 'credentials'));
    return c.json(await importer.choices(textIn(body, 'to'), optionalText(body, 'baseUrl')));
  });
  api.post('/send', async (c) => {
    const body = await readBody(c.req);
    importer.remember(textsIn(body, 'credentials'));
    await importer.send(destinationIn(body));
    return c.json(importer.state());
  });
  for (const order of ['pause', 'resume', 'stop'] as const) {
    api.post(`/${order}`, (c) => {
      importer[order]();
      return c.json(importer.state());
    });
  }
  api.post('/parked', async (c) => {
    const body = await readBody(c.req);
    const finding = textIn(body, 'finding');
    if (!FINDINGS.includes(finding)) throw new BadRequest('there is no such finding');
    await importer.settle(listIn(body, 'rows', isNumber), finding as Finding);
    return c.json(importer.state());
  });
  api.get('/download/:what{report|rejected}', (c) => {
    const { name, body } = importer.download(c.req.param('what') as 'report' | 'rejected');
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    return c.body(Readable.toWeb(body) as ReadableStream);
  });
  api.get('/history', async (c) => c.json(await importer.history()));
  api.post('/undo', async (c) => c.json({ said: await importer.undo(textIn(await readBody(c.req), 'id')) }));
  return api;
}

function wholeOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new BadRequest('not a whole number');
  return Number(text);
}
