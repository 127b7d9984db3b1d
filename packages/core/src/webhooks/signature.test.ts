import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { isLeadwireError, type LeadwireError } from '../errors.ts';
import type { Delivery } from './delivery.ts';
import type { Secrets } from './secrets.ts';
import { checkSignature } from './signature.ts';

const SCHEME = { header: 'x-signature-256', prefix: 'sha256=' };
const SECRET = 'current-signing-secret';

const hmac = (body: string | Uint8Array, secret = SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const check = (delivery: Delivery, secrets: Secrets = SECRET) => checkSignature(delivery, SCHEME, secrets);
const signed = (body: Uint8Array | string, header: string | undefined = hmac(body)): Delivery => ({
  headers: { 'x-signature-256': header },
  body,
});

test('any bytes signed with the secret are accepted, and handed on as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect(await check(signed(bytes))).toEqual({ ok: true, bytes: Uint8Array.from(bytes) });
    }),
    { numRuns: 50 },
  );
});

test('one byte changed anywhere in the body or in the signature is refused', async () => {
  const body = fc.uint8Array({ minLength: 1, maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(body, fc.nat(), fc.integer({ min: 1, max: 255 }), async (bytes, seed, change) => {
      const mutated = Uint8Array.from(bytes);
      const at = seed % mutated.length;
      mutated[at] = (mutated[at] ?? 0) ^ change;
      expect(await check(signed(mutated, hmac(bytes)))).toEqual({ ok: false, reason: 'wrong-signature' });
      const signature = Buffer.from(hmac(bytes).slice(7), 'hex');
      signature[seed % 32] = (signature[seed % 32] ?? 0) ^ change;
      const header = `sha256=${signature.toString('hex')}`;
      expect(await check(signed(bytes, header))).toEqual({ ok: false, reason: 'wrong-signature' });
    }),
    { numRuns: 50 },
  );
});

test('the same JSON written with other white space is other bytes', async () => {
  const header = hmac('{"a": 1}');
  expect(await check(signed('{"a":1}', header))).toEqual({ ok: false, reason: 'wrong-signature' });
});

test('while secrets change, any of them may fit, in any order, and absent ones are passed over', async () => {
  for (const secrets of [
    [SECRET, 'old'],
    ['old', SECRET],
    [undefined, SECRET],
    ['', SECRET],
  ]) {
    expect(await check(signed('{}'), secrets)).toMatchObject({ ok: true });
  }
  expect(await check(signed('{}'), ['old', 'older'])).toEqual({ ok: false, reason: 'wrong-signature' });
});

test('without any secret nothing is checked: misconfigured', async () => {
  for (const secrets of [undefined, '', ' ', [], ['', '\n'], [undefined]]) {
    await expect(checkSignature(signed('{}'), SCHEME, secrets)).rejects.toMatchObject({ kind: 'misconfigured' });
  }
});

test('a header that is not there is a missing signature, whatever else is there', async () => {
  expect(await check({ headers: {}, body: '{}' })).toEqual({ ok: false, reason: 'missing-signature' });
  expect(await check({ headers: new Headers({ 'x-other': '1' }), body: '{}' })).toEqual({
    ok: false,
    reason: 'missing-signature',
  });
});

test('a delivery without headers has no signature, and nothing at all is no delivery', async () => {
  expect(await check({ body: '{}' } as never)).toEqual({ ok: false, reason: 'missing-signature' });
  for (const nothing of [undefined, null]) {
    await expect(check(nothing as never)).rejects.toMatchObject({ kind: 'invalid-input' });
  }
});

test.each([
  ['empty', ''],
  ['no prefix', hmac('{}').slice(7)],
  ['another method', hmac('{}').replace('sha256', 'sha1')],
  ['too short', hmac('{}').slice(0, -2)],
  ['half a byte too short', hmac('{}').slice(0, -1)],
  ['too long', `${hmac('{}')}00`],
  ['no hexadecimal', `sha256=${'zz'.repeat(32)}`],
  ['base64', `sha256=${createHmac('sha256', SECRET).update('{}').digest('base64')}`],
  ['two joined by a comma', `${hmac('{}')}, ${hmac('{}')}`],
])('a malformed signature is named, never thrown: %s', async (_name, header) => {
  expect(await check(signed('{}', header))).toEqual({ ok: false, reason: 'malformed-signature' });
});

test('a header that came twice is malformed', async () => {
  const twice = { headers: { 'x-signature-256': [hmac('{}'), hmac('{}')] }, body: '{}' };
  expect(await check(twice)).toEqual({ ok: false, reason: 'malformed-signature' });
});

test('capital letters in the name or in the digits make no difference', async () => {
  const digits = hmac('{}').slice(7).toUpperCase();
  expect(await check({ headers: { 'X-Signature-256': ` sha256=${digits} ` }, body: '{}' })).toMatchObject({ ok: true });
});

test('takes text, bytes, a part of a buffer, a stream, a web Request, and what frameworks keep as rawBody', async () => {
  const body = '{"name":"Zoë"}';
  const bytes = new TextEncoder().encode(body);
  const headers = { 'x-signature-256': hmac(body) };
  const padded = new Uint8Array([0, ...bytes, 0]);
  const nodeRequest = Object.assign(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]), { headers });
  const deliveries: Delivery[] = [
    { headers, body },
    { headers, body: bytes },
    { headers, body: Buffer.from(body) },
    { headers, body: bytes.buffer },
    { headers, body: new DataView(padded.buffer, 1, bytes.length) },
    { headers, body: Readable.from([bytes]) },
    { headers, body: { name: 'Zoë' }, rawBody: Buffer.from(body) },
    { headers: new Headers(headers), body },
    nodeRequest,
    new Request('https://example.com', { method: 'POST', headers, body }),
  ];
  for (const delivery of deliveries) expect(await check(delivery)).toEqual({ ok: true, bytes });
});

test('what is checked is what is read, even where the bytes change meanwhile', async () => {
  const body = Buffer.from('{"status":"read"}');
  const checking = check(signed(body));
  body.fill(0);
  const checked = await checking;
  expect(checked.ok && Buffer.from(checked.bytes).toString()).toBe('{"status":"read"}');
});

test('a body that was read before, breaks off or is over 10 MiB is unreadable', async () => {
  const headers = { 'x-signature-256': hmac('{}') };
  const used = new Request('https://example.com', { method: 'POST', headers, body: '{}' });
  await used.text();
  const broken = new ReadableStream({ start: (stream) => stream.error(new Error('cut')) });
  const large = Readable.from(Array.from({ length: 11 }, () => new Uint8Array(1024 * 1024)));
  for (const delivery of [used, { headers, body: broken }, { headers, body: large }]) {
    expect(await check(delivery)).toEqual({ ok: false, reason: 'unreadable-body' });
  }
});

test('a parsed body is an error that says how to come by the bytes in four frameworks', async () => {
  const headers = { 'x-signature-256': hmac('{}') };
  for (const body of [{ status: 'read' }, [], 1, true, undefined, null]) {
    const error = await check({ headers, body }).catch((caught: unknown) => caught as LeadwireError);
    expect(isLeadwireError(error) && error.kind).toBe('invalid-input');
    const { hint } = error as LeadwireError;
    for (const word of [
      'Express',
      'express.raw',
      'Fastify',
      'addContentTypeParser',
      'rawBody',
      'Hono',
      'c.req.arrayBuffer()',
      'Next',
      'request.arrayBuffer()',
      'bodyParser: false',
    ])
      expect(hint).toContain(word);
  }
});

test('no failure holds a word of the body, of the signature or of a secret', async () => {
  const said: unknown[] = [];
  const body = { to: '+14155550123', note: 'canary-note' };
  const headers = { 'x-signature-256': 'sha256=canary-signature' };
  said.push(await check({ headers, body }, 'canary-secret').catch((error: unknown) => error));
  said.push(await check({ headers, body: JSON.stringify(body) }, 'canary-secret'));
  const printed = said.map((each) => `${String(each)} ${JSON.stringify(each)} ${(each as Error).stack ?? ''}`).join();
  expect(printed).not.toMatch(/canary-note|canary-signature|canary-secret|4155550123/);
});

test('every secret is tried, so that the time does not tell which one fitted', async () => {
  const verify = vi.spyOn(globalThis.crypto.subtle, 'verify');
  try {
    await check(signed('{}'), [SECRET, 'old', 'older']);
    expect(verify).toHaveBeenCalledTimes(3);
  } finally {
    verify.mockRestore();
  }
});

test('a secret with the line break of its file matches', async () => {
  for (const end of ['\n', '\r\n']) expect(await check(signed('{}'), `${SECRET}${end}`)).toMatchObject({ ok: true });
});

test.each([
  ['function URL', { headers: { 'x-signature-256': hmac('{"a":1}') } }],
  ['load balancer', { multiValueHeaders: { 'X-Signature-256': [hmac('{"a":1}')] } }],
])('an event of AWS Lambda behind a %s is checked, its body in base64 or not', async (_, headers) => {
  const bytes = new TextEncoder().encode('{"a":1}');
  const plain = { ...headers, body: '{"a":1}', isBase64Encoded: false };
  const encoded = { ...headers, body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true };
  expect(await check(plain)).toEqual({ ok: true, bytes });
  expect(await check(encoded)).toEqual({ ok: true, bytes });
  expect(await check({ ...plain, body: '{"a":2}' })).toEqual({ ok: false, reason: 'wrong-signature' });
  expect(await check({ ...encoded, body: 'not base64!' })).toEqual({ ok: false, reason: 'unreadable-body' });
});
