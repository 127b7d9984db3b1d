import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkUrlSecret, deliveryKey, parseWebhook, verifyReadReceipt } from './index.ts';

const SECRET = 'whsec_current';
const receipt = {
  event: 'message_status',
  whatsapp_message_id: 901,
  sender: { id: 4, phone_number: '+14155552670', display_name: 'Café Zoë' },
  to: '+14155552671',
  status: 'read',
  timestamp: '2026-06-08T09:30:00+02:00',
};
// As PHP writes it: slashes and letters beyond ASCII escaped, so that no JSON.stringify gives these bytes again.
const BODY = JSON.stringify(receipt).replace('é', '\\u00e9').replace('/', '\\/');

const sign = (body: string | Uint8Array, secret = SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const request = (body: BodyInit, signature: string | undefined = sign(BODY)): Request =>
  new Request('https://example.com/hook', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signature !== undefined && { 'X-Signature-256': signature }) },
    body,
  });

test('a receipt with the right signature is a typed event', async () => {
  const verified = await verifyReadReceipt(request(BODY), { secrets: SECRET });
  if (!verified.ok || verified.event.type !== 'message.status') throw new Error('not accepted');
  expect(verified.event.data).toMatchObject({ whatsapp_message_id: 901, status: 'read' });
  expect(verified.event.data.sender?.display_name).toBe('Café Zoë');
  expect(deliveryKey(verified.event)).toBe('autocalls:message.status:901:read');
});

test('one of several secrets is enough, another one is not', async () => {
  const old = () => request(BODY, sign(BODY, 'whsec_old'));
  expect(await verifyReadReceipt(old(), { secrets: [SECRET, 'whsec_old'] })).toMatchObject({ ok: true });
  expect(await verifyReadReceipt(old(), { secrets: [SECRET] })).toEqual({ ok: false, reason: 'wrong-signature' });
});

test('the reasons of a refusal', async () => {
  const body = BODY.replace('read', 'sent');
  expect(await verifyReadReceipt(request(body), { secrets: SECRET })).toEqual({ ok: false, reason: 'wrong-signature' });
  const bare = new Request('https://example.com/hook', { method: 'POST', body: BODY });
  expect(await verifyReadReceipt(bare, { secrets: SECRET })).toEqual({ ok: false, reason: 'missing-signature' });
  expect(await verifyReadReceipt(request(BODY, 'sha256=abcd'), { secrets: SECRET })).toEqual({
    ok: false,
    reason: 'malformed-signature',
  });
  const used = request(BODY);
  await used.text();
  expect(await verifyReadReceipt(used, { secrets: SECRET })).toEqual({ ok: false, reason: 'unreadable-body' });
});

test('a rightly signed body that is not JSON is unreadable, and one that is new to us is unknown', async () => {
  expect(await verifyReadReceipt(request('ping', sign('ping')), { secrets: SECRET })).toEqual({
    ok: false,
    reason: 'unreadable-body',
  });
  const other = '{"event":"message_template_status"}';
  expect(await verifyReadReceipt(request(other, sign(other)), { secrets: SECRET })).toEqual({
    ok: true,
    event: { type: 'unknown', raw: { event: 'message_template_status' } },
  });
});

test('a parsed body is refused with the way to the raw bytes', async () => {
  const express = { headers: { 'x-signature-256': sign(BODY) }, body: receipt };
  await expect(verifyReadReceipt(express, { secrets: SECRET })).rejects.toMatchObject({
    kind: 'invalid-input',
    hint: expect.stringMatching(/express\.raw.*Fastify.*Hono.*Next/s) as string,
  });
});

let server: Server;
let address: string;
const handled: string[] = [];

beforeAll(async () => {
  const receive = async (incoming: IncomingMessage): Promise<number> => {
    const url = incoming.url ?? '';
    if (url.startsWith('/receipts')) {
      const verified = await verifyReadReceipt(incoming, { secrets: [undefined, SECRET] });
      if (!verified.ok) return 401;
      handled.push(deliveryKey(verified.event) ?? 'unknown');
      return 204;
    }
    if (!checkUrlSecret(url, { secrets: SECRET })) return 404;
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
    handled.push(deliveryKey(parseWebhook(Buffer.concat(chunks))) ?? 'unknown');
    return 204;
  };
  server = createServer((incoming, outgoing) => {
    receive(incoming).then(
      (status) => outgoing.writeHead(status).end(),
      () => outgoing.writeHead(500).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = async (path: string, body: string, headers: Record<string, string> = {}): Promise<number> => {
  const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body });
  return answer.status;
};

test('over a real server: a signed receipt is taken, a forged one is not', async () => {
  handled.length = 0;
  expect(await post('/receipts', BODY, { 'X-Signature-256': sign(BODY) })).toBe(204);
  expect(await post('/receipts', BODY, { 'X-Signature-256': sign(BODY, 'guessed') })).toBe(401);
  expect(await post('/receipts', BODY.replace('read', 'sent'), { 'X-Signature-256': sign(BODY) })).toBe(401);
  expect(await post('/receipts', BODY)).toBe(401);
  expect(handled).toEqual(['autocalls:message.status:901:read']);
});

test('over a real server: an unsigned delivery is taken at the address with the secret alone', async () => {
  handled.length = 0;
  const call = JSON.stringify({ id: 123, status: 'completed', duration: 245 });
  expect(await post(`/calls?secret=${SECRET}`, call)).toBe(204);
  expect(await post('/calls?secret=guessed', call)).toBe(404);
  expect(await post('/calls', call)).toBe(404);
  expect(handled).toEqual(['autocalls:call.completed:123:completed']);
});
