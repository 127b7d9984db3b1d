import { createTopcalls } from '@leadwire/topcalls';
import createFetchClient from 'openapi-fetch';
import { interleave } from './interleave.ts';

const LEAD = {
  id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  account_id: '5f0c5f8a-59c1-4a45-9d0b-0f3f6f3d8f11',
  name: 'Jane Doe',
  phone_number: '+14155552671',
  status: 'New',
  tags: ['web'],
  created_at: '2026-11-21T05:31:56Z',
  updated_at: '2026-11-21T05:31:56Z',
  existed: false,
};
const TEXT = JSON.stringify(LEAD);
const HEADERS = { 'content-type': 'application/json', 'content-length': String(TEXT.length) };
const BODY = {
  name: 'Jane Doe',
  phone_number: '+14155552671',
  list_id: LEAD.id,
  email: 'jane@example.com',
  tags: ['web'],
};

/** CPU and allocation of one `leads.create`, beside a bare fetch and openapi-fetch; nothing leaves the process. */
export async function benchPerCall() {
  const answer = () => Promise.resolve(new Response(TEXT, { status: 201, headers: HEADERS }));
  const standIn = (_input: unknown, _init?: RequestInit) => answer();
  const own = createTopcalls({ apiKey: 'bench', limits: false, fetch: standIn });
  const peer = createFetchClient<Record<string, never>>({
    baseUrl: 'https://api.topcalls.ai',
    fetch: standIn,
  }) as unknown as {
    POST(path: string, init: object): Promise<unknown>;
  };
  const ways = {
    'raw fetch': async () => {
      const response = await standIn('https://api.topcalls.ai/v1/leads', {
        method: 'POST',
        headers: { authorization: 'Bearer bench', 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(BODY),
      });
      return response.json();
    },
    'openapi-fetch': () => peer.POST('/v1/leads', { body: BODY, headers: { authorization: 'Bearer bench' } }),
    leadwire: () => own.leads.create(BODY),
  };
  return interleave(ways);
}

if (process.argv[1] === import.meta.filename) console.table(await benchPerCall());
