import { describe, expect, test } from 'vitest';
import type { LeadwireEvent } from './events.ts';
import { body, fakeClock, json, replies, settled, standIn, tooManyRequests } from './testing.ts';

const lead = { name: 'Jane Secret', phone: '+14155552671' };

function observed(...answers: Parameters<typeof replies>) {
  const events: LeadwireEvent[] = [];
  const clock = fakeClock();
  const client = standIn({ fetch: replies(...answers), clock, onEvent: (event) => events.push(event) });
  return { client, clock, events };
}

describe('onEvent', () => {
  test('receives the way of a call, in order', async () => {
    const { client, events } = observed(tooManyRequests({ retryAfterSeconds: 7 }), json(201, {}));
    await client.things.create(lead);
    expect(events.map(({ at, callId, operationId, provider, ...rest }) => rest)).toEqual([
      { type: 'call.start' },
      { type: 'attempt.start', attempt: 1 },
      { type: 'attempt.end', attempt: 1, durationMs: 0, status: 429, failure: undefined, effect: 'none' },
      { type: 'retry.scheduled', attempt: 2, waitMs: 7_000, hinted: true },
      { type: 'attempt.start', attempt: 2 },
      { type: 'attempt.end', attempt: 2, durationMs: 0, status: 201, failure: undefined, effect: 'applied' },
      { type: 'call.end', durationMs: 7_000, attempts: 2, ok: true, status: 201 },
    ]);
  });

  test('receives the end of a call that failed, with its kind and effect', async () => {
    const { client, events } = observed(body(503));
    await client.things.create(lead).safe();
    expect(events.at(-1)).toMatchObject({
      type: 'call.end',
      ok: false,
      kind: 'provider-failure',
      effect: 'unknown',
      status: 503,
    });
  });

  test('receives the end of a call that was refused before it was sent', async () => {
    const { client, events } = observed(json(200, {}));
    await client.things.create().safe();
    expect(events.map(({ type }) => type)).toEqual(['call.start', 'call.end']);
    expect(events.at(-1)).toMatchObject({ attempts: 0, kind: 'invalid-input', effect: 'none' });
  });

  test('says which call each event is of', async () => {
    const { client, clock, events } = observed(json(200, {}));
    await Promise.all([client.things.get('1'), client.things.get('2')]);
    const calls = new Set(events.map(({ callId }) => callId));
    expect(calls.size).toBe(2);
    expect(
      events.every(
        (event) => event.provider === 'stand-in' && event.operationId === 'things.get' && event.at === clock.now(),
      ),
    ).toBe(true);
  });

  test('receives a notice of Deprecation and Sunset', async () => {
    const { client, events } = observed(
      json(200, {}, { deprecation: '@1767225600', sunset: 'Thu, 31 Dec 2026 23:59:59 GMT' }),
    );
    await client.things.get('1');
    expect(events.filter(({ type }) => type === 'notice')).toMatchObject([
      { header: 'deprecation', value: '@1767225600' },
      { header: 'sunset', value: 'Thu, 31 Dec 2026 23:59:59 GMT' },
    ]);
  });

  test('receives nothing personal and no credential', async () => {
    const { client, events } = observed(json(400, { message: 'Jane Secret +14155552671' }));
    await client.things.create(lead).safe();
    expect(JSON.stringify(events)).not.toMatch(/Secret|4155552671|token/);
  });

  test('that rejects changes nothing, either', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    const client = standIn({
      fetch: replies(json(200, {})),
      onEvent: () => Promise.reject(new Error('observer')) as never,
    });
    expect(await client.things.get('1').safe()).toMatchObject({ ok: true });
    await settled();
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  test('that throws changes nothing', async () => {
    const onEvent = () => {
      throw new Error('observer');
    };
    await expect(
      standIn({ fetch: replies(body(503), json(200, { id: 1 })), onEvent }).things.get('1'),
    ).resolves.toEqual({ id: 1 });
  });
});
