import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ErrorKind } from '../errors.ts';
import { body, cut, html, json, refused, replies, reset, standIn } from '../testing.ts';
import type { ProviderFailure } from './provider-definition.ts';

const lead = { name: 'Jane Doe', email: 'jane@doe.example', notes: 'call after five', phone: '+14155552671' };

const failing = async (answer: Parameters<typeof replies>[0], told: ProviderFailure = {}) => {
  const client = standIn({ fetch: replies(answer), retry: false, definition: { readFailure: () => told } });
  const outcome = await client.things.create(lead).safe();
  if (outcome === undefined || outcome.ok) throw new Error('it should have failed');
  return outcome.error;
};

describe('the status says the kind', () => {
  test.each<[number, ErrorKind]>([
    [301, 'unexpected-redirect'],
    [302, 'unexpected-redirect'],
    [300, 'unexpected-redirect'],
    [303, 'unexpected-redirect'],
    [307, 'unexpected-redirect'],
    [308, 'unexpected-redirect'],
    [400, 'rejected'],
    [401, 'unauthorized'],
    [402, 'quota-exceeded'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [405, 'rejected'],
    [408, 'timeout'],
    [409, 'already-exists'],
    [413, 'rejected'],
    [415, 'rejected'],
    [422, 'rejected'],
    [429, 'rate-limited'],
    [499, 'provider-failure'],
    [500, 'provider-failure'],
    [502, 'provider-failure'],
    [503, 'provider-failure'],
    [599, 'provider-failure'],
  ])('%i: %s, whether its body is JSON, HTML, empty, cut or no JSON at all', async (status, kind) => {
    for (const answer of [
      json(status, {}),
      html(status),
      body(status),
      cut(status, '{"err'),
      body(status, '{"err'),
      body(status, 'null'),
    ]) {
      expect(await failing(answer)).toMatchObject({ kind, status });
    }
  });

  test('unless the provider’s own room knows better', async () => {
    expect(await failing(json(400, {}), { kind: 'quota-exceeded', hint: 'Top up.' })).toMatchObject({
      kind: 'quota-exceeded',
      hint: 'Top up.',
    });
  });

  test('a room that cannot read a body says nothing, and breaks nothing', async () => {
    const readFailure = () => {
      throw new TypeError('no such field');
    };
    const outcome = await standIn({ fetch: replies(json(400, 7)), definition: { readFailure } })
      .things.create(lead)
      .safe();
    expect(outcome).toMatchObject({ error: { kind: 'rejected', issues: [] } });
  });
});

describe('a 2xx that cannot be read happened', () => {
  test.each([
    ['HTML', html(200)],
    ['empty', body(200)],
    ['blank', body(200, ' \n')],
    ['truncated JSON', body(200, '{"id": 1, "na')],
    ['cut off', cut(200, '{"id"')],
    ['plain words', body(200, 'OK')],
  ])('%s', async (_, answer) => {
    expect(await failing(answer)).toMatchObject({ kind: 'unreadable-response', effect: 'applied', status: 200 });
  });

  test.each([
    ['a 204', 'create', body(204)],
    ['an empty 200 where the spec allows one', 'remove', body(200)],
    ['plain words from a queue, which has taken the lead', 'queue', body(200, 'OK')],
  ] as const)('%s is a complete response', async (_, method, answer) => {
    expect(
      await standIn({ fetch: replies(answer) })
        .things[method](method === 'remove' ? '1' : lead)
        .safe(),
    ).toMatchObject({ ok: true });
  });
});

describe('a message is built from status, code, operation and next step, never from a raw body', () => {
  const told = {
    code: 'invalid_lead',
    issues: [{ path: 'fields.email', message: 'Jane Doe jane@doe.example was seen before' }],
  };

  test('it names the fields, and not what the provider says of them', async () => {
    const error = await failing(json(422, {}), told);
    expect(error.message).toBe('stand-in things.create was refused (422 invalid_lead): fields.email');
    expect(error).toMatchObject({ code: 'invalid_lead', hint: 'Correct the request and send it again.' });
  });

  test('the provider’s own words are in providerMessage, which nothing prints by itself', async () => {
    const error = await failing(json(422, {}), told);
    expect(error.providerMessage).toBe('fields.email: Jane Doe jane@doe.example was seen before');
    expect(`${JSON.stringify(error)} ${inspect(error)} ${JSON.stringify({ ...error })}`).not.toContain('Jane');
    expect(error.issues).toEqual([{ path: 'fields.email', message: expect.stringContaining('error.providerMessage') }]);
  });

  test('the provider’s words are cut, without control characters and without our credential', async () => {
    const client = standIn({
      fetch: replies(json(401, {})),
      definition: {
        headersOf: () => ({ authorization: 'Bearer secret-token' }),
        readFailure: () => ({ issues: [{ path: '', message: `\u001b[31msecret-token ${'.'.repeat(50_000)}` }] }),
      },
    });
    const outcome = await client.things.create(lead).safe();
    const words = outcome?.ok === false ? outcome.error.providerMessage : undefined;
    expect(words).toMatch(/^\[31m\*\*\* \.+$/);
    expect(words?.length).toBeLessThanOrEqual(1_000);
  });

  test.each([
    ['a sentence', 'Lead Jane exists'],
    ['a phone', 'dup_14155552671'],
    ['an address', 'jane@doe.example'],
    ['the token', 'bad_secret-token'],
  ])('%s is no code and no path', async (_, text) => {
    const client = standIn({
      fetch: replies(json(401, {})),
      definition: {
        headersOf: () => ({ authorization: 'Bearer secret-token' }),
        readFailure: () => ({ code: text, issues: [{ path: text, message: text, code: text }] }),
      },
    });
    const outcome = await client.things.create(lead).safe();
    const printed = `${inspect(outcome, { depth: 10 })} ${JSON.stringify(outcome)}`;
    expect(printed).not.toMatch(/jane|4155552671|secret-token/i);
  });
});

describe('retryable', () => {
  test.each([
    ['a 429', 'create', json(429, {}), true],
    ['a refusal', 'create', json(400, {}), false],
    ['an unguarded call that is unknown', 'create', reset, false],
    ['a call that folds repeats and is unknown', 'fold', reset, true],
  ] as const)('%s: %s', async (_, method, answer, retryable) => {
    const outcome = await standIn({ fetch: replies(answer), retry: false })
      .things[method](lead)
      .safe();
    expect(outcome).toMatchObject({ error: { retryable } });
  });
});

test('requestId is read from the response', async () => {
  for (const name of ['x-request-id', 'request-id', 'x-correlation-id']) {
    expect(await failing(json(500, {}, { [name]: 'r-7' }))).toMatchObject({ requestId: 'r-7' });
  }
});

test('the cause says where and how it failed, without the words of the platform', async () => {
  const cause = (await failing(reset)).cause as Error;
  expect(cause).toBeInstanceOf(Error);
  expect(cause.message).toBe('TypeError ECONNRESET');
  expect(cause.stack).toMatch(/\n\s+at /);
});

test('a function handed to the client that fails is misconfigured: nothing was sent, and its words are not printed', async () => {
  const headersOf = () => Promise.reject(new RangeError('vault says: secret-token'));
  const outcome = await standIn({ fetch: replies(json(200, {})), definition: { headersOf } })
    .things.create(lead)
    .safe();
  expect(outcome).toMatchObject({ ok: false, error: { kind: 'misconfigured', effect: 'none' } });
  expect(inspect(outcome, { depth: 10 })).not.toContain('secret-token');
  expect(inspect(outcome, { depth: 10 })).toContain('classify-error.test.ts');
});

describe('the hint after what may have happened', () => {
  test.each([
    ['things.create', 503, 'Look it up'],
    ['things.create', 408, 'Look it up'],
    ['things.claim', 503, 'Look it up'],
    ['things.fold', 503, 'Sending it again is safe'],
    ['things.get', 503, 'Send it again later'],
    ['things.create', 400, 'Correct the request'],
  ])('%s, %i: %s', async (operation, status, hint) => {
    const client = standIn({ fetch: replies(body(status)), retry: false });
    const outcome = await client.run(operation, operation === 'things.get' ? { path: { id: '1' } } : { body: lead });
    expect(outcome).toMatchObject({ ok: false, error: { hint: expect.stringContaining(hint) } });
  });
});

test('a connection that was lost on the way is not said never to have been there', async () => {
  expect((await failing(reset)).message).toMatch(/lost its connection/);
  expect((await failing(refused)).message).toMatch(/did not reach the provider/);
});
