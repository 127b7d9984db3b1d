import { inspect } from 'node:util';
import type { CallResult, LeadwireError, LeadwireEvent } from '@leadwire/core';
import {
  type Answer,
  answering,
  body,
  cut,
  fakeClock,
  json,
  redirect,
  replies,
  reset,
  stalls,
} from '@leadwire/core/testing';
import { createPulsecrm } from '@leadwire/pulsecrm';
import { createTopcalls } from '@leadwire/topcalls';
import { describe, expect, test } from 'vitest';
import { CANARY, leaksIn, quote, withCanaries } from './effects/canaries.ts';
import { callOperation, everyOperation, type OperationUnderTest } from './effects/every-operation.ts';
import { DESTINATIONS, openDestination } from './open-destination.ts';

const clock = fakeClock();

/** An error body in the shapes of all four providers at once, which quotes everything it was sent. */
const quoting = (text: string, credential = '') => ({
  title: quote(text, credential),
  type: `https://provider.test/errors/${CANARY.firstName} ${CANARY.phone}`,
  detail: quote(text, credential),
  message: quote(text, credential),
  status: false,
  errors: { phone_number: [quote(text, credential)], [CANARY.email]: [quote(text, credential)] },
  error_code: `TOKEN_${credential}`,
  error: {
    code: `DUP_${CANARY.phone}`,
    message: quote(text, credential),
    details: [{ field: CANARY.email, message: quote(text, credential) }],
  },
});

const refusal =
  (status: number): Answer =>
  (request) =>
    json(status, quoting(`${request.text} ${request.url}`, request.headers.authorization))(request);

const topcallsShape: Answer = (request) =>
  json(400, {
    title: 'x',
    errors: [
      { path: 'name', message: quote(request.text), code: CANARY.token },
      { path: CANARY.phone, message: quote('') },
    ],
  })(request);

const ANSWERS: readonly (readonly [string, Answer])[] = [
  ...[400, 401, 402, 403, 404, 409, 422, 429, 500, 503].map(
    (status) => [`a ${status} that quotes everything`, refusal(status)] as const,
  ),
  ['a 400 in the shape of problem details', topcallsShape],
  ['a 400 whose error is a sentence', (request) => json(400, { error: quote(request.text) })(request)],
  ['a web page that quotes everything', (request) => body(502, `<html>${quote(request.text)}`)(request)],
  [
    'an answer of another shape',
    (request) =>
      json(200, {
        id: { name: CANARY.firstName },
        data: [quote(request.text)],
        phone_number: [CANARY.phone],
        email: 7,
        created_at: CANARY.note,
      })(request),
  ],
  ['an answer that is not JSON', (request) => body(200, `{"id":"${quote(request.text)}`)(request)],
  ['an answer that is cut', cut(200, `{"name":"${CANARY.firstName}`)],
  [
    'a redirect that says it all',
    redirect(302, `https://elsewhere.test/?phone=${encodeURIComponent(CANARY.phone)}&token=${CANARY.token}`),
  ],
  ['a lost response', reset],
  ['a timeout', stalls(() => clock.elapse(30_000))],
  [
    'a platform that quotes the address',
    ({ url }) => Promise.reject(new TypeError(`Failed to fetch ${url} ${quote('')}`, { cause: new Error(quote(url)) })),
  ],
];

/** Every way in which an outcome may end up in a log. */
function surfaces(error: LeadwireError, meta: object): string {
  const { headers: _, ...rest } = meta as { headers?: unknown };
  return [
    error.message,
    error.stack,
    String(error),
    inspect(error, { depth: null }),
    inspect(error, { depth: null, showHidden: false, getters: true }),
    JSON.stringify(error),
    JSON.stringify({ ...error }),
    inspect(error.cause, { depth: null }),
    JSON.stringify(rest),
    inspect(rest, { depth: null }),
  ].join('\n');
}

async function printed(operation: OperationUnderTest, answer: Answer, sent: unknown): Promise<string> {
  const events: LeadwireEvent[] = [];
  const options = {
    fetch: replies(answer),
    clock,
    limits: false as const,
    retry: false as const,
  };
  const onEvent = (event: LeadwireEvent) => events.push(event);
  const client = await operation.provider.create({ ...options, onEvent }, CANARY.token);
  const outcome: CallResult<unknown> = await callOperation(client, operation, sent);
  const shown = outcome.ok
    ? `${JSON.stringify(outcome.meta.drift)}${inspect(outcome.meta.drift)}`
    : surfaces(outcome.error, outcome.meta);
  return `${shown}\n${JSON.stringify(events)}\n${inspect(client, { depth: null })}`;
}

describe('tokens never, phones and e-mails only masked, names and notes never', () => {
  const operations = everyOperation().map((operation) => ({
    name: `${operation.provider.name} ${operation.meta.id}`,
    operation,
  }));

  test.each(operations)('$name', async ({ operation }) => {
    const sent = withCanaries(operation.examples.bodies[0]);
    for (const [what, answer] of ANSWERS) expect(leaksIn(await printed(operation, answer, sent)), what).toEqual([]);
  });

  test.each(operations.filter(({ operation }) => operation.meta.body))(
    '$name, refused before it is sent',
    async ({ operation }) => {
      const everyText = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(everyText);
        if (typeof value === 'object' && value !== null)
          return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, everyText(inner)]));
        return typeof value === 'number' ? CANARY.phone : quote('');
      };
      expect(leaksIn(await printed(operation, reset, everyText(operation.examples.bodies[0])))).toEqual([]);
    },
  );

  test('the test bites: an error that held a raw body would be found', () => {
    const leaky = new Error(JSON.stringify(quoting('', CANARY.token)));
    expect(leaksIn(inspect(leaky))).toEqual(['a token', 'a phone', 'an e-mail', 'a name', 'a note']);
    const sent = operations.flatMap(({ operation }) =>
      leaksIn(JSON.stringify(withCanaries(operation.examples.bodies[0])) ?? ''),
    );
    expect(new Set(sent)).toEqual(new Set(['a phone', 'an e-mail', 'a name', 'a note', 'a token']));
  });
});

describe('leads that a person must look at', () => {
  const lead = {
    phone: CANARY.phone,
    firstName: CANARY.firstName,
    lastName: CANARY.lastName,
    email: CANARY.email,
    notes: CANARY.note,
  };
  const options = (fetch: ReturnType<typeof replies>) => ({ fetch, clock, limits: false as const });
  const nothingFound = answering(({ method, path }) =>
    method === 'GET' || path.endsWith('search')
      ? Response.json({ data: [], totalPages: 1 })
      : (Promise.reject(new TypeError('fetch failed')) as never),
  );

  test('error.lookup has what to look for, and shows under neither inspect nor JSON', async () => {
    const client = createPulsecrm({ accountId: '1', token: CANARY.token, ...options(nothingFound) });
    const outcome = await client.leads
      .create({ firstName: CANARY.firstName, lastName: CANARY.lastName, phone: CANARY.phone, email: CANARY.email })
      .safe();
    if (outcome.ok) throw new Error('it should be parked');
    expect(outcome.error.kind).toBe('parked');
    expect(outcome.error.lookup).toEqual({ phone: CANARY.phone, email: CANARY.email });
    expect(leaksIn(surfaces(outcome.error, outcome.meta))).toEqual([]);
  });

  test.each([...DESTINATIONS])('the errors of a %s target hold nothing of the lead', async (_, destination) => {
    for (const fetch of [nothingFound, replies(refusal(422)), replies(refusal(401)), replies(refusal(503))]) {
      const client = { ...options(fetch), account: 'test' };
      const { target } = await openDestination(destination, { client, secret: CANARY.token });
      const result = await target.send(lead);
      const error = result.ok ? (result.value as { error?: LeadwireError }).error : result.error;
      if (error) expect(leaksIn(surfaces(error, {}))).toEqual([]);
    }
  });
});

describe('a login', () => {
  test.each(ANSWERS)('answered with %s shows neither key nor password', async (_, answer) => {
    for (const entry of [
      { apiKey: CANARY.token, apiSecret: `${CANARY.token}2` },
      { email: CANARY.email, password: CANARY.token },
    ]) {
      const client = createPulsecrm({ ...entry, fetch: replies(answer), clock, limits: false, retry: false });
      const outcome = await client.leads.get(1).safe();
      if (!outcome.ok) expect(leaksIn(surfaces(outcome.error, outcome.meta))).toEqual([]);
    }
  });
});

test('raw throws errors that hold nothing of the lead', async () => {
  const client = createTopcalls({ apiKey: CANARY.token, fetch: replies(reset), clock, limits: false });
  const sent = { name: CANARY.firstName, phone_number: CANARY.phone, list_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a' };
  const error = await client.raw.POST('/v1/leads', { body: sent }).catch((cause: LeadwireError) => cause);
  expect(error).toMatchObject({ kind: 'network' });
  expect(leaksIn(surfaces(error as LeadwireError, {}))).toEqual([]);
});
