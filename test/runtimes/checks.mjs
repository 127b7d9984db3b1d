// What is tried in every runtime with every fetch: plain JavaScript on the built packages, without a test runner.

import { createAutocalls } from '@leadwire/autocalls';
import { verifyReadReceipt } from '@leadwire/autocalls/webhooks';
import { createPulsecrm } from '@leadwire/pulsecrm';
import { createTopcalls } from '@leadwire/topcalls';
import { createLeadwire, memoryLedger } from 'leadwire';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const DRAFT = { name: 'Jane Doe', phone_number: '(415) 555-2671', list_id: LIST };
const PERSON = { firstName: 'Jane', lastName: 'Doe', phone: '+14155552671' };
const QUICK = {
  dangerouslyAllowBrowser: true,
  limits: false,
  retry: { baseMs: 1, capMs: 2 },
  timeoutMs: 5_000,
  defaultCountry: 'US',
};

function equal(found, expected) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`found ${a}, expected ${b}`);
}

const failure = (result) => (result.ok ? 'ok' : `${result.error.kind} ${result.error.effect}`);

/** Every check by name; each is given where the servers are, and two clients to make. */
export const CHECKS = {
  async create({ topcalls }) {
    const lead = await topcalls('plain').leads.create(DRAFT);
    equal([lead.existed, lead.phone_number], [false, '+14155552671']);
  },
  async 'retry after 503'({ count, topcalls }) {
    const { meta } = await topcalls('flaky').leads.create(DRAFT).withMeta();
    equal([meta.attempts.length, await count('flaky')], [2, 2]);
  },
  async 'chunked and compressed response'({ count, pulsecrm }) {
    const result = await pulsecrm('packed').leads.create(PERSON).safe();
    equal([failure(result), await count('packed')], ['ok', 1]);
  },
  async 'paged list'({ topcalls }) {
    const ids = [];
    for await (const { id } of topcalls('list').leads.list()) ids.push(id.at(-1));
    equal(ids, ['1', '2']);
  },
  async 'phone refused'({ count, topcalls }) {
    const result = await topcalls('phone')
      .leads.create({ ...DRAFT, phone_number: '12' })
      .safe();
    equal([failure(result), await count('phone')], ['invalid-phone none', 0]);
  },
  async 'refusal of the provider'({ pulsecrm }) {
    equal(failure(await pulsecrm('refused').leads.create(PERSON).safe()), 'rejected none');
  },
  async abort({ topcalls }) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    equal(failure(await topcalls('stalled').leads.create(DRAFT, { signal: stop.signal }).safe()), 'aborted unknown');
  },
  async timeout({ topcalls }) {
    const call = topcalls('stalled').leads.create(DRAFT, { timeoutMs: 100, retry: false });
    equal(failure(await call.safe()), 'timeout unknown');
  },
  async 'webhook signature'() {
    const body = '{"message_id":"m1","status":"read"}';
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode('secret'),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(body)));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const request = (signature) =>
      new Request('https://example.com/hook', {
        method: 'POST',
        body,
        headers: { 'x-signature-256': `sha256=${signature}` },
      });
    const right = await verifyReadReceipt(request(hex), { secrets: 'secret' });
    const wrong = await verifyReadReceipt(request(hex), { secrets: 'other' });
    equal([right.ok, wrong.ok], [true, false]);
  },
  async 'ledger send'({ count, topcalls }) {
    const target = topcalls('plain', '-ledger').target({ listId: LIST });
    const leadwire = createLeadwire({ targets: { dialler: target }, ledger: memoryLedger() });
    const send = () => leadwire.send({ phone: '+14155552671', name: 'Jane Doe' }, { to: 'dialler', key: 'row-1' });
    const outcomes = [(await send()).dialler.outcome, (await send()).dialler.outcome];
    equal([outcomes[0], await count('plain', '-ledger')], ['created', 1]);
  },
  async 'keyed call twice'({ count, pulsecrm }) {
    const client = pulsecrm('plain', '-keyed');
    const first = await client.leads.create(PERSON, { idempotencyKey: 'row-1' }).safe();
    const again = await client.leads.create(PERSON, { idempotencyKey: 'row-1' }).safe();
    equal([failure(first), failure(again), await count('plain', '-keyed')], ['ok', 'ok', 1]);
  },
  async 'connection cut, sent once'({ autocalls, count }) {
    // A connection that was kept from an earlier request is what a runtime sends again on.
    await autocalls('plain').account.me({ retry: false }).safe();
    const result = await autocalls('cut')
      .sms.send({ from: 1, to: '+14155552671', body: 'Hello' }, { timeoutMs: 1_000 })
      .safe();
    equal([result.error?.effect, await count('cut')], ['unknown', 1]);
  },
  async 'response cut'({ topcalls }) {
    // node-fetch 2 and cross-fetch never say that the body ended early: its time runs out.
    const result = await topcalls('truncated').leads.create(DRAFT, { retry: false, timeoutMs: 1_000 }).safe();
    equal([result.ok, result.error?.effect], [false, 'applied']);
  },
  async 'file upload'({ autocalls }) {
    const file = new Blob(['hours: 9 to 5'], { type: 'text/plain' });
    const result = await autocalls('upload').documents.create(1, { name: 'Hours', type: 'txt', file }).safe();
    equal(result.meta.status, 201);
  },
  async 'connection refused'({ at, closed, unreached }) {
    equal(failure(await at(closed).leads.create(PERSON).safe()), unreached);
  },
  async 'host name not found'({ at, unreached }) {
    equal(failure(await at('https://host.invalid').leads.create(PERSON).safe()), unreached);
  },
  async 'certificate not trusted'({ at, count, unreached, untrusted }) {
    const result = await at(`${untrusted}/tls/plain`).leads.create(PERSON).safe();
    equal([failure(result), await count('plain', '-tls')], [unreached, 0]);
  },
};

/** In a process that sends through a proxy that refuses. */
export const PROXY_CHECKS = {
  async 'proxy refuses the tunnel'({ at }) {
    equal(failure(await at('https://host.invalid').leads.create(PERSON).safe()), 'network none');
  },
};

/** With a `dispatcher` of another undici than the one that the runtime brings: it works, or it is told that nothing was sent. */
export const DISPATCHER_CHECKS = {
  async 'dispatcher of another version'({ count, pulsecrm }) {
    const result = await pulsecrm('plain').leads.create(PERSON).safe();
    const sent = await count('plain');
    if (!(result.ok && sent === 1)) equal([failure(result), sent], ['network none', 0]);
  },
};

/** Runs checks one after the other, and gives what each that failed says. */
export async function runChecks({ checks = CHECKS, closed, fetch, isTold = true, origin, run, untrusted }) {
  const options = { ...QUICK, ...(fetch && { fetch }) };
  const url = (scenario, more = '') => `${origin}/${run}${more}/${scenario}`;
  const context = {
    closed,
    untrusted,
    // workerd says the same of a connection that was refused and of one that broke.
    unreached: isTold ? 'network none' : 'network unknown',
    topcalls: (scenario, more) => createTopcalls({ ...options, apiKey: 'key', baseUrl: url(scenario, more) }),
    autocalls: (scenario) => createAutocalls({ ...options, apiKey: 'key', baseUrl: url(scenario) }),
    pulsecrm: (scenario, more) =>
      createPulsecrm({ ...options, accountId: '1', token: 'token', baseUrl: url(scenario, more) }),
    at: (baseUrl) => createPulsecrm({ ...options, accountId: '1', token: 'token', baseUrl }),
    count: async (scenario, more) => (await globalThis.fetch(`${url(scenario, more)}/count`)).json(),
  };
  const failures = {};
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check(context);
    } catch (error) {
      failures[name] = String(error?.message ?? error);
    }
  }
  return failures;
}
