import { readFileSync } from 'node:fs';
import * as autocalls from '@leadwire/autocalls/webhooks';
import { createSimulators } from '@leadwire/simulators';
import * as topcalls from '@leadwire/topcalls/webhooks';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Media {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Webhooks {
  readonly webhooks: Readonly<
    Record<
      string,
      { readonly post: { readonly requestBody: { readonly content: { readonly 'application/json': Media } } } }
    >
  >;
}

/** Every body that a spec gives as an example of a delivery, with the name of the webhook. */
function examplesOf(spec: string): [string, unknown][] {
  const { webhooks } = parse(readFileSync(new URL(`../specs/${spec}`, import.meta.url), 'utf8')) as Webhooks;
  return Object.entries(webhooks).flatMap(([name, { post }]) => {
    const { example, examples = {} } = post.requestBody.content['application/json'];
    const bodies = [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
    return bodies.map((body): [string, unknown] => [name, body]);
  });
}

const AUTOCALLS_EVENT: Record<string, string> = {
  postCall: 'call.completed',
  inboundCall: 'call.inbound',
  conversationEnded: 'conversation.ended',
  readReceipt: 'message.status',
  whatsAppVoice: 'whatsapp.voice',
};

test.each(examplesOf('autocalls/webhooks.yaml'))(
  'autocalls: the example of %s in the spec is read as its event',
  (name, body) => {
    expect(autocalls.parseWebhook(body)).toMatchObject({ type: AUTOCALLS_EVENT[name], raw: body });
  },
);

test.each(examplesOf('topcalls.yaml'))('topcalls: the example of %s in the spec is read as its event', (name, body) => {
  expect(topcalls.parseWebhook(body)).toMatchObject({ type: name, data: body });
});

/** What a handler makes of the deliveries of one simulated provider, and what it answers. */
function receiver(handle: (request: Request) => Promise<string | undefined>) {
  const keys: (string | undefined)[] = [];
  const receive = async (request: Request): Promise<Response> => {
    keys.push(await handle(request));
    return new Response(null, { status: keys.length === 1 ? 500 : 204 });
  };
  return { keys, receive };
}

test('topcalls: a delivery that is sent again after a failure has the same key', async () => {
  const { keys, receive } = receiver(async (request) =>
    topcalls.checkUrlSecret(request.url, { secrets: 'secret' })
      ? topcalls.deliveryKey(await topcalls.parseWebhook(request))
      : 'wrong secret',
  );
  const simulators = createSimulators({ now: 0, webhookReceiver: receive });
  await simulators.fetch('https://api.topcalls.ai/v1/calls', {
    method: 'POST',
    headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
    body: JSON.stringify({
      phone_number: '+14155551234',
      task: 'Ask how they are',
      webhook_url: 'https://hooks.example.com/calls?secret=secret',
    }),
  });
  await simulators.clock.advance(10 * 60_000);
  const [call] = simulators.topcalls.calls.all();
  expect(keys).toEqual([`topcalls:call.completed:${call?.id}`, `topcalls:call.completed:${call?.id}`]);
});
