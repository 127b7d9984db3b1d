import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTopcalls } from '@leadwire/topcalls';
import createFetchClient from 'openapi-fetch';
import { overLoopback } from './over-loopback.ts';

const LEAD = {
  id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  account_id: '5f0c5f8a-59c1-4a45-9d0b-0f3f6f3d8f11',
  name: 'Jane Doe',
  phone_number: '+14155552671',
  status: 'New',
  tags: [],
  created_at: '2026-11-21T05:31:56Z',
  updated_at: '2026-11-21T05:31:56Z',
  existed: false,
};
const TEXT = JSON.stringify(LEAD);

/** Requests a second over loopback with 50 at once, and the time of one at a time; each way in turn. */
export async function benchLoopback({ rounds = 7, requests = 1_500 } = {}) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': TEXT.length }).end(TEXT);
    });
  });
  server.keepAliveTimeout = 600_000; // a connection rests while the other ways have their turn
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = createTopcalls({ apiKey: 'bench', limits: false, baseUrl });
  const peer = createFetchClient({ baseUrl }) as unknown as { POST(path: string, init: object): Promise<unknown> };
  let row = 0;
  const body = () => ({
    name: `Row ${row}`,
    phone_number: `+1415${2_000_000 + (row++ % 7_000_000)}`,
    list_id: LEAD.id,
  });
  const ways: Record<string, () => Promise<unknown>> = {
    fetch: () =>
      fetch(`${baseUrl}/v1/leads`, {
        method: 'POST',
        headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
        body: JSON.stringify(body()),
      }).then((response) => response.json()),
    'openapi-fetch': () => peer.POST('/v1/leads', { body: body(), headers: { authorization: 'Bearer bench' } }),
    leadwire: () => own.leads.create(body()),
  };
  const measured = await overLoopback(ways, { rounds, requests });
  server.closeAllConnections();
  server.close();
  return measured;
}

if (process.argv[1] === import.meta.filename) console.table(await benchLoopback());
