import { parseWebhook as parseAutocalls } from '@leadwire/autocalls/webhooks';
import { body as answer, fakeClock, json, replies } from '@leadwire/core/testing';
import { parseWebhook as parseTopcalls } from '@leadwire/topcalls/webhooks';
import { describe, expect, test } from 'vitest';
import { callOperation, everyOperation } from './effects/every-operation.ts';

// No text that a provider or a stranger sends takes more than linear time: with quadratic scanning each of these would run for minutes.

const LENGTH = 300_000;
const PIECES = [
  '.',
  '"',
  '\\',
  '{',
  '[',
  '1',
  '+',
  '@',
  'a@',
  'a.',
  ' ',
  '<',
  '\u001b[',
  '-',
  '(',
  '%',
  'ext ',
  '\\"x',
  'x1 ',
];
const textOf = (piece: string): string => piece.repeat(LENGTH / piece.length);

const creates = everyOperation()
  .filter(({ meta }) => /^(leads|contacts)\.create$/.test(meta.id))
  .map((operation) => ({ name: operation.provider.name, operation }));

describe.each(creates)('$name', ({ operation }) => {
  test.each(PIECES)('reads a refusal of 300,000 characters of %j in linear time', async (piece) => {
    const text = textOf(piece);
    const refusal = {
      message: text,
      error: text,
      title: text,
      detail: text,
      errors: [{ path: 'name', message: text }],
    };
    const fetch = replies(json(400, refusal), answer(502, text));
    const client = await operation.provider.create({ fetch, clock: fakeClock(), limits: false, retry: false });
    for (const kind of ['rejected', 'provider-failure', 'parked']) {
      const result = await callOperation(client, operation);
      const said = result.ok ? '' : JSON.stringify(result.error);
      expect(said.length, kind).toBeLessThan(20_000);
      expect(result.ok ? 'ok' : result.error.kind).toMatch(/^(rejected|provider-failure|parked)$/);
    }
  });

  test('a refusal that quotes 40,000 letters of the request, or signs of a pattern, is read like any other', async () => {
    for (const word of ['x'.repeat(40_000), '('.repeat(5_000), '[a-', '\\', '(?<n>', '$&', '+*?{}']) {
      const fetch = replies(json(422, { message: `${word} is not valid`, errors: { name: [word] } }));
      const client = await operation.provider.create({ fetch, clock: fakeClock(), limits: false, retry: false });
      const [body] = operation.examples.bodies;
      const result = await callOperation(client, operation, withName(body, word));
      expect(result.ok ? 'ok' : result.error.kind).toBe('rejected');
    }
  });
});

/** The body with this word wherever its example has a name. */
const withName = (body: unknown, word: string): unknown =>
  JSON.parse(JSON.stringify(body), (key, value) =>
    typeof value === 'string' && /name/i.test(key) && key !== 'phone_number' ? word : value,
  );

test.each(PIECES)('an unsigned webhook body of 300,000 characters of %j is read in linear time', async (piece) => {
  const text = textOf(piece);
  for (const parse of [parseTopcalls, parseAutocalls]) {
    for (const delivery of [
      text,
      JSON.stringify({ transcript: text, customer_phone: text, event: text }),
      `{"id":${text}`,
    ])
      expect((await parse(delivery)).type).toBeTypeOf('string');
    const request = new Request('https://example.com/hook', { method: 'POST', body: text });
    expect((await parse(request)).type).toBe('unknown');
  }
});
