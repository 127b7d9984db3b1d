import { createTopcalls } from '@leadwire/topcalls';
import { request } from '@octokit/request';
import ky from 'ky';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import createFetchClient from 'openapi-fetch';
import type { Ways } from './interleave.ts';

const ID = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const BASE_URL = 'https://api.example';
const NUMBERS = Array.from({ length: 200 }, (_, index) => `+1415555${2_000 + index}`);

const lead = (index: number) => ({
  name: 'Jane Doe',
  phone_number: NUMBERS[index % NUMBERS.length] ?? '',
  list_id: ID,
  email: 'jsmith@example.com',
  status: 'New' as const,
  notes: 'Met at the trade fair, wants a call back',
  tags: ['fair', 'priority'],
  metadata: { source: 'import', row: 17 },
});
const CHANGE = { status: 'Contacted' as const };

const TEXT = JSON.stringify({
  ...lead(0),
  id: ID,
  account_id: ID,
  list_id: undefined,
  created_at: '2026-11-07T05:31:56Z',
  updated_at: '2026-11-07T05:31:56Z',
  existed: false,
  converted_at: null,
  list_ids: [ID],
});
const ANSWER = { status: 201, headers: { 'content-type': 'application/json', 'x-request-id': 'req_1' } };

/** A Request that only carries what a fetch reads; the platform's own costs more than all the rest of openapi-fetch. */
class LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
  constructor(url: string, init: { method: string; headers: Headers; body: unknown }) {
    this.url = url;
    this.method = init.method;
    this.headers = init.headers;
    this.body = init.body;
  }
}

export interface CallWays {
  readonly ways: Ways;
  /** Makes the responses of the next calls, before the clock starts. */
  prepare(calls: number): void;
}

/** One create and one update, by each client in turn, over an in-memory fetch that hands out responses made beforehand. */
export function createCallWays(): CallWays {
  let responses: Response[] = [];
  const fetch = async (): Promise<Response> => {
    const response = responses.pop();
    if (response === undefined) throw new Error('no response was prepared for this call');
    return response;
  };
  const headers = { authorization: 'Bearer bench', 'content-type': 'application/json', accept: 'application/json' };
  const bare = async (method: string, path: string, body: unknown) => {
    const response = await (fetch as typeof globalThis.fetch)(BASE_URL + path, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const typed = { baseUrl: BASE_URL, fetch, headers: { authorization: 'Bearer bench' } };
  const peer = createFetchClient<Record<string, never>>(typed) as unknown as AnyClient;
  const light = createFetchClient<Record<string, never>>({
    ...typed,
    Request: LightRequest as unknown as typeof Request,
  }) as unknown as AnyClient;
  const own = createTopcalls({ apiKey: 'bench', baseUrl: BASE_URL, fetch, limits: false });
  return {
    prepare(calls) {
      responses = Array.from({ length: calls }, () => new Response(TEXT, ANSWER));
    },
    ways: {
      'create, bare fetch': (index) => bare('POST', '/v1/leads', lead(index)),
      'create, openapi-fetch': (index) => peer.POST('/v1/leads', { body: lead(index) }),
      'create, light openapi-fetch + libphonenumber-js': (index) => {
        const body = lead(index);
        const phone = parsePhoneNumberFromString(body.phone_number, 'US');
        if (phone?.isValid() !== true) throw new Error('not valid');
        return light.POST('/v1/leads', { body: { ...body, phone_number: phone.number } });
      },
      'create, ky': (index) => ky.post(`${BASE_URL}/v1/leads`, { fetch, headers, json: lead(index) }).json(),
      'create, octokit': (index) =>
        request('POST /v1/leads', { baseUrl: BASE_URL, headers, request: { fetch }, ...lead(index) }),
      'create, leadwire': (index) => own.leads.create(lead(index)),
      'update, bare fetch': () => bare('PATCH', `/v1/leads/${ID}`, CHANGE),
      'update, openapi-fetch': () => peer.PATCH('/v1/leads/{id}', { params: { path: { id: ID } }, body: CHANGE }),
      'update, leadwire': () => own.leads.update(ID, CHANGE),
    },
  };
}

interface AnyClient {
  POST(path: string, init: object): Promise<unknown>;
  PATCH(path: string, init: object): Promise<unknown>;
}
