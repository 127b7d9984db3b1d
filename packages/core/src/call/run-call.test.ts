import { describe, expect, test } from 'vitest';
import { LeadwireError } from '../errors.ts';
import { body, json, replies, settled, standIn } from '../testing.ts';

const lead = { name: 'Jane' };

describe('a call', () => {
  test('starts when it is made, like any promise', async () => {
    const fetch = replies(json(200, {}));
    standIn({ fetch }).things.create(lead);
    await settled();
    expect(fetch.requests.length).toBe(1);
  });

  test('is made once however it is consumed', async () => {
    const fetch = replies(json(200, { id: 1 }));
    const call = standIn({ fetch }).things.create(lead);
    const [value, safe, withMeta, then] = await Promise.all([
      call,
      call?.safe(),
      call?.withMeta(),
      call?.then((thing) => [thing]),
    ]);
    await call;
    expect(value).toEqual({ id: 1 });
    expect(safe).toMatchObject({ ok: true, value: { id: 1 } });
    expect(withMeta).toMatchObject({ value: { id: 1 }, meta: { status: 200 } });
    expect(then).toEqual([{ id: 1 }]);
    expect(fetch.requests.length).toBe(1);
  });

  test('awaited gives the value, or throws LeadwireError', async () => {
    const client = standIn({ fetch: replies(json(200, { id: 1 }), body(400)) });
    await expect(client.things.create(lead)).resolves.toEqual({ id: 1 });
    await expect(client.things.create(lead)).rejects.toBeInstanceOf(LeadwireError);
  });

  test('safe() gives both as a value, with meta, and never rejects', async () => {
    const client = standIn({ fetch: replies(json(201, { id: 1 }, { 'x-request-id': 'r-1' }), body(400)) });
    expect(await client.things.create(lead).safe()).toMatchObject({
      ok: true,
      value: { id: 1 },
      meta: {
        operationId: 'things.create',
        status: 201,
        requestId: 'r-1',
        attempts: [{ status: 201, effect: 'applied' }],
        replayed: false,
        certainty: 'certain',
        drift: [],
      },
    });
    expect(await client.things.create(lead).safe()).toMatchObject({
      ok: false,
      error: { kind: 'rejected' },
      meta: { status: 400 },
    });
  });

  test('withMeta() gives status, headers and requestId, and rejects like the call itself', async () => {
    const client = standIn({ fetch: replies(json(201, {}, { 'x-kept': 'yes' }), body(400)) });
    expect((await client.things.create(lead).withMeta())?.meta.headers?.get('x-kept')).toBe('yes');
    await expect(client.things.create(lead).withMeta()).rejects.toMatchObject({ kind: 'rejected' });
  });

  test('has then, catch and finally of a promise', async () => {
    const client = standIn({ fetch: replies(body(400)) });
    let ended = 0;
    const kind = await client.things
      .create(lead)
      .finally(() => ended++)
      .catch((error: LeadwireError) => error.kind);
    expect([kind, ended]).toEqual(['rejected', 1]);
    expect(String(client.things.create(lead).catch(() => undefined))).toBe('[object Promise]');
  });
});

test('path values come first, then body or query, then options; a query beside a body goes in the options', async () => {
  const fetch = replies(json(200, {}));
  const client = standIn({ fetch });
  await client.things.update('7', { name: 'x' }, { idempotencyKey: 'row-00017', query: { dry: 'yes' } });
  await client.things.list({ status: 'New' }, {});
  await client.things.get('7', {});
  expect(
    fetch.requests.map(({ method, text, url }) => [method, url.replace('https://stand-in.test', ''), text]),
  ).toEqual([
    ['PATCH', '/things/7?dry=yes', '{"name":"x"}'],
    ['GET', '/things?status=New', ''],
    ['GET', '/things/7', ''],
  ]);
});

test('beforeSend is called once, before the first byte may leave, and its rejection stops the call', async () => {
  const fetch = replies(body(503), body(503), json(200, {}));
  const client = standIn({ fetch });
  let sentBefore: number | undefined;
  let called = 0;
  await client.things.fold(lead, {
    beforeSend: async () => {
      sentBefore = fetch.requests.length;
      called++;
    },
  });
  expect([sentBefore, called, fetch.requests.length]).toEqual([0, 1, 3]);
  const outcome = await client.things.fold(lead, { beforeSend: () => Promise.reject(new Error('no')) }).safe();
  expect(outcome).toMatchObject({ ok: false, error: { kind: 'misconfigured', effect: 'none' } });
  expect(fetch.requests.length).toBe(3);
});

test('a form is sent with its parts', async () => {
  const form = new FormData();
  form.set('name', 'manual');
  form.set('file', new File(['%PDF'], 'manual.pdf'));
  let sent: unknown;
  const fetch = async (_: unknown, init: RequestInit) => {
    const read = await new Response(init.body, { headers: init.headers as Record<string, string> }).formData();
    sent = [read.get('name'), (read.get('file') as File).name];
    return Response.json({});
  };
  await standIn({ fetch }).run('things.create', { body: form });
  expect(sent).toEqual(['manual', 'manual.pdf']);
});

test('a call is made of what it was given when it was made, before phone metadata is loaded, too', async () => {
  const fetch = replies(json(200, {}));
  const client = standIn({ fetch, phoneMetadata: 'mobile' });
  const row = { to: '+14155552671', note: 'first' };
  const calls = [client.calls.place(row).safe()];
  row.note = 'second';
  calls.push(client.calls.place(row).safe());
  await Promise.all(calls);
  expect(fetch.requests.map(({ json }) => json)).toMatchObject([{ note: 'first' }, { note: 'second' }]);
});
