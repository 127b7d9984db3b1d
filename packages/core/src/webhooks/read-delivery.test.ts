import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDelivery } from './read-delivery.ts';

const asIs = (body: unknown): unknown => body;
const post = (body: BodyInit) => new Request('https://example.com/hook', { method: 'POST', body });

test('any JSON value is the same from a parsed body, a text, bytes, an ArrayBuffer and a Request', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const json = JSON.stringify(value);
      fc.pre(!/\d{16}/.test(json)); // a long whole number stays text, as the test below says
      const expected = JSON.parse(json) as unknown;
      const bytes = new TextEncoder().encode(json);
      if (typeof expected !== 'string') expect(readDelivery(expected, asIs)).toEqual(expected);
      expect(readDelivery(json, asIs)).toEqual(expected);
      expect(readDelivery(bytes, asIs)).toEqual(expected);
      expect(readDelivery(bytes.buffer, asIs)).toEqual(expected);
      expect(await readDelivery(post(json), asIs)).toEqual(expected);
    }),
  );
});

test('a text that is not JSON is handed on as text', () => {
  for (const text of ['', 'hello', '{"cut', '<html></html>']) expect(readDelivery(text, asIs)).toBe(text);
});

test('a byte order mark is not a part of the JSON', () => {
  expect(readDelivery('\uFEFF{"a":1}', asIs)).toEqual({ a: 1 });
  expect(readDelivery(Buffer.from('\uFEFF{"a":1}'), asIs)).toEqual({ a: 1 });
});

test('ids above 2^53 keep every digit, as text', () => {
  expect(readDelivery('{"id": 9007199254740993}', asIs)).toEqual({ id: '9007199254740993' });
});

test('nesting of any depth is read', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  expect(Array.isArray(readDelivery(deep, asIs))).toBe(true);
});

test('a Request whose body was read before is a rejection that says what to answer, not an event', async () => {
  const request = post('{}');
  await request.text();
  await expect(readDelivery(request, asIs)).rejects.toMatchObject({
    kind: 'invalid-input',
    hint: expect.stringContaining('Answer 500') as string,
  });
});

test('a Request without a body is an empty text', async () => {
  expect(await readDelivery(new Request('https://example.com/hook'), asIs)).toBe('');
});

test('an event of AWS Lambda is read, its body in base64 or not', () => {
  const json = '{"a":1}';
  expect(readDelivery({ headers: {}, body: json, isBase64Encoded: false }, asIs)).toEqual({ a: 1 });
  expect(readDelivery({ body: Buffer.from(json).toString('base64'), isBase64Encoded: true }, asIs)).toEqual({ a: 1 });
  expect(readDelivery({ body: null, isBase64Encoded: false }, asIs)).toBe('');
});

test('a request of node or of a framework in place of its body is refused with what to pass', () => {
  const express = { headers: {}, method: 'POST', url: '/hook', body: { a: 1 } };
  const node = Object.assign(Readable.from(['{}']), { headers: {}, method: 'POST' });
  for (const request of [express, node]) {
    expect(() => readDelivery(request, asIs)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', hint: expect.stringContaining('req.body') as string }),
    );
  }
});
