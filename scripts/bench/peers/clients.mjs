// One create by each client, over whatever fetch and address it is given. Bundled by main.ts, for what is generated is TypeScript.
import { createTopcalls } from '@leadwire/topcalls';
import { Mistral } from '@mistralai/mistralai';
import { HTTPClient } from '@mistralai/mistralai/lib/http.js';
import { CohereClientV2 } from 'cohere-ai';
import ky from 'ky';
import OpenAI from 'openai';
import createFetchClient from 'openapi-fetch';
import { Resend } from 'resend';
import Stripe from 'stripe';
import { client as heyClient } from './dist/hey-api/client.gen.ts';
import { leadsCreate as heyCreate } from './dist/hey-api/sdk.gen.ts';
import { leadsCreate as orvalCreate } from './dist/orval.ts';

const ID = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const lead = (index) => ({
  name: 'Jane Doe',
  phone_number: `+1415555${2_000 + (index % 200)}`,
  list_id: ID,
  status: 'New',
});
const chat = { model: 'm', messages: [{ role: 'user', content: 'Hello, is Tuesday at ten all right?' }] };

/** What the server responds with to all of them: a lead that is a chat completion, a customer and an e-mail, too. */
export const ANSWER = {
  ...lead(0),
  id: ID,
  account_id: ID,
  tags: [],
  created_at: '2026-11-07T05:31:56Z',
  updated_at: '2026-11-07T05:31:56Z',
  existed: false,
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  message: { role: 'assistant', content: [] },
  finish_reason: 'COMPLETE',
};

export function createClients({ baseUrl, fetch }) {
  const headers = { authorization: 'Bearer bench', 'content-type': 'application/json' };
  const { hostname: host, port, protocol } = new URL(baseUrl);
  const openapi = createFetchClient({ baseUrl, fetch, headers });
  heyClient.setConfig({ baseUrl, fetch, headers });
  const openai = new OpenAI({ apiKey: 'bench', baseURL: baseUrl, fetch, maxRetries: 0 });
  const mistral = new Mistral({ apiKey: 'bench', serverURL: baseUrl, httpClient: new HTTPClient({ fetcher: fetch }) });
  const cohere = new CohereClientV2({ token: 'bench', environment: baseUrl, fetch, maxRetries: 0 });
  const httpClient = Stripe.createFetchHttpClient(fetch);
  const stripe = new Stripe('sk_test_1', {
    httpClient,
    host,
    port: port || '443',
    protocol: protocol.slice(0, -1),
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const resend = new Resend('re_bench');
  const own = createTopcalls({ apiKey: 'bench', baseUrl, fetch, limits: false });
  return {
    'bare fetch': async (index) =>
      (await fetch(`${baseUrl}/v1/leads`, { method: 'POST', headers, body: JSON.stringify(lead(index)) })).json(),
    orval: (index) => orvalCreate(lead(index), { headers }),
    'openapi-fetch': (index) => openapi.POST('/v1/leads', { body: lead(index) }),
    'hey-api': (index) => heyCreate({ body: lead(index) }),
    ky: (index) => ky.post(`${baseUrl}/v1/leads`, { fetch, headers, json: lead(index), retry: 0 }).json(),
    resend: () => resend.emails.send({ from: 'a@example.com', to: 'b@example.com', subject: 'Hello', text: 'Hello' }),
    stripe: (index) => stripe.customers.create({ name: 'Jane Doe', phone: lead(index).phone_number }),
    'openai (Stainless)': () => openai.chat.completions.create(chat),
    'mistral (Speakeasy)': () => mistral.chat.complete(chat),
    'cohere (Fern)': () => cohere.chat(chat),
    leadwire: (index) => own.leads.create(lead(index)),
  };
}
