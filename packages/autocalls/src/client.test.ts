import { answering, body, fakeClock, json, refused, replies } from '@leadwire/core/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createAutocalls } from './index.ts';

const create = { phone_number: '(415) 555-2671', campaign_id: 7 };

describe('leads.create', () => {
  test('always says whether repeats are allowed: false unless the caller says otherwise', async () => {
    const fetch = replies(json(200, { message: 'ok', data: {} }));
    const client = createAutocalls({ apiKey: 'k', limits: false, fetch, defaultCountry: 'US' });
    await client.leads.create(create);
    await client.leads.create({ ...create, allow_dupplicate: true });
    expect(fetch.requests.map(({ json }) => json)).toEqual([
      { allow_dupplicate: false, phone_number: '+14155552671', campaign_id: 7 },
      { allow_dupplicate: true, phone_number: '+14155552671', campaign_id: 7 },
    ]);
  });

  test('secondary contacts are checked with their path before anything is sent', async () => {
    const fetch = replies(json(200, {}));
    const client = createAutocalls({ apiKey: 'k', limits: false, fetch, defaultCountry: 'US' });
    const secondary_contacts = [{ phone_number: '(415) 555-2672' }, { phone_number: '12' }];
    expect(await client.leads.create({ ...create, secondary_contacts }).safe()).toMatchObject({
      ok: false,
      error: { kind: 'invalid-phone', issues: [{ path: 'secondary_contacts[1].phone_number' }] },
    });
    expect(fetch.requests).toEqual([]);
  });
});

describe('credentials', () => {
  afterEach(() => void vi.unstubAllEnvs());

  test('public conversation calls go without a token', async () => {
    const fetch = replies(json(200, { status: true }));
    const client = createAutocalls({ apiKey: '1|abc', limits: false, fetch });
    await client.conversations.create({ assistant_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a' });
    await client.conversations.get('5b0c').safe();
    await client.conversations.sendMessage('5b0c', { message: 'Hello' });
    await client.account.me();
    expect(fetch.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
      undefined,
      'Bearer 1|abc',
    ]);
  });

  test('a function is asked for each call', async () => {
    let count = 0;
    const fetch = replies(json(200, {}));
    const client = createAutocalls({ apiKey: async () => `key-${++count}`, limits: false, fetch });
    await client.account.me();
    await client.account.me();
    expect(fetch.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer key-1', 'Bearer key-2']);
  });

  test('the environment has it where nothing was passed, and without one there is no client', async () => {
    vi.stubEnv('AUTOCALLS_API_KEY', '2|env');
    const fetch = replies(json(200, {}));
    await createAutocalls({ limits: false, fetch }).account.me();
    expect(fetch.requests[0]?.headers.authorization).toBe('Bearer 2|env');
    vi.stubEnv('AUTOCALLS_API_KEY', '');
    expect(() => createAutocalls()).toThrow(
      expect.objectContaining({ kind: 'misconfigured', hint: expect.stringContaining('AUTOCALLS_API_KEY') }),
    );
  });
});

test('a white-label tenant has the same API at its own address', async () => {
  const fetch = replies(json(200, {}));
  await createAutocalls({ apiKey: 'k', limits: false, fetch, baseUrl: 'https://app.famulor.de/api/' }).account.me();
  expect(fetch.requests[0]?.url).toBe('https://app.famulor.de/api/user/me');
});

test('calls of tools name the type of their body, where there is none, too: their pages want it', async () => {
  for (const apiKey of ['k', async () => 'k']) {
    const fetch = replies(json(200, {}));
    const { account, tools } = createAutocalls({ apiKey, limits: false, fetch });
    await tools.list();
    await tools.get(1);
    await tools.delete(1);
    await tools.update(1, { description: 'Books a table' });
    await account.me();
    expect(fetch.requests.map(({ headers }) => headers['content-type'])).toEqual([
      ...Array(4).fill('application/json'),
      undefined,
    ]);
    for (const { headers } of fetch.requests)
      expect(headers).toMatchObject({ accept: 'application/json', authorization: 'Bearer k' });
  }
});

describe('documents.create', () => {
  const create = async (document: Parameters<ReturnType<typeof createAutocalls>['documents']['create']>[1]) => {
    const fetch = answering(() => Response.json({ data: { id: 1, name: 'Manual' } }));
    const client = createAutocalls({ apiKey: 'k', limits: false, fetch });
    return { result: await client.documents.create(1, document).safe(), request: fetch.requests[0] };
  };

  test('sends a Blob as a form, with its own content type', async () => {
    const file = new File(['%PDF'], 'manual.pdf');
    const { request, result } = await create({ name: 'Manual', type: 'pdf', description: 'How to', file });
    expect(result).toMatchObject({ ok: true });
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(request?.text).toMatch(/name="name"\s+Manual/);
    expect(request?.text).toMatch(/name="type"\s+pdf/);
    expect(request?.text).toMatch(/name="description"\s+How to/);
    expect(request?.text).toContain('filename="manual.pdf"');
  });

  test('gives a Blob without a name the ending of its type', async () => {
    const { request } = await create({ name: 'Hours', type: 'txt', file: new Blob(['9 to 17']) });
    expect(request?.text).toContain('filename="document.txt"');
  });

  test('finds the faults of a form before it is sent', async () => {
    const { request, result } = await create({ type: 'html', file: new Blob(['x']) } as never);
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'invalid-input', issues: [{ path: 'name' }, { path: 'type' }] },
    });
    expect(request).toBeUndefined();
  });

  test('sends a website as JSON', async () => {
    const { request } = await create({ name: 'Help', type: 'website', url: 'https://example.com' });
    expect(request?.json).toEqual({ name: 'Help', type: 'website', url: 'https://example.com' });
  });
});

describe('starting rates', () => {
  const paced = (make: (client: ReturnType<typeof createAutocalls>) => Promise<unknown>[]) => {
    const clock = fakeClock();
    return { clock, done: Promise.all(make(createAutocalls({ apiKey: 'k', clock, fetch: replies(body(200, '{}')) }))) };
  };

  test('2 a second; 5 a minute for generated replies; 5 a second for WhatsApp', async () => {
    const calls = paced((client) => [1, 2, 3, 4].map(() => client.account.me()));
    await calls.done;
    expect(calls.clock.slept).toEqual([500, 500]);
    const sends = paced((client) =>
      [1, 2, 3, 4, 5, 6].map((n) =>
        client.whatsapp.sendFreeform({ sender_id: 1, recipient_phone: '+14155552671', message: `Hello ${n}` }),
      ),
    );
    await sends.done;
    expect(sends.clock.slept).toEqual([200]);
    const replies6 = paced((client) =>
      [1, 2, 3, 4, 5, 6].map((n) =>
        client.ai.generateReply({ assistant_id: 1, customer_identifier: `c${n}`, message: 'Hello' }),
      ),
    );
    await replies6.done;
    expect(replies6.clock.slept).toEqual([12_000]);
  });

  test('a WhatsApp call waits for its documented rate of 5 a minute, apart from the others', async () => {
    const calls = paced((client) =>
      [1, 2, 3, 4, 5, 6].map((n) => client.whatsapp.call({ sender_id: n, recipient_phone: '+14155552671' })),
    );
    await calls.done;
    expect(calls.clock.slept).toEqual([12_000]);
  });
});

describe('check', () => {
  test('reads the account once, and says what that shows', async () => {
    const fetch = replies(json(200, { name: 'Jane', email: 'j@example.com', total_balance: 1 }));
    const client = createAutocalls({ apiKey: 'k', limits: false, fetch });
    expect(await client.check()).toMatchObject({
      ok: true,
      operationId: 'account.me',
      credentials: 'accepted',
      drift: [],
    });
    expect(fetch.requests.map(({ method, path }) => [method, path])).toEqual([['GET', '/api/user/me']]);
  });

  test('tells a refused key from a server that is not reached', async () => {
    const of = (answer: Parameters<typeof replies>[0]) =>
      createAutocalls({ apiKey: 'k', limits: false, fetch: replies(answer) }).check();
    expect(await of(json(401, { message: 'Unauthenticated.' }))).toMatchObject({ ok: false, credentials: 'refused' });
    expect(await of(refused)).toMatchObject({ ok: false, reached: false, credentials: 'unknown' });
  });
});
