import { type CompletedCall, checkUrlSecret, deliveryKey, parseWebhook } from '@leadwire/autocalls/webhooks';
import { isLeadwireError } from '@leadwire/core';
import type { Telecrm } from '@leadwire/telecrm';
import express, { type Express } from 'express';

export interface ReceiverOptions {
  readonly telecrm: Telecrm;
  /** Part of the address that Autocalls calls: `/hooks/calls?secret=…`. Autocalls does not sign what it sends here. */
  readonly secret: string;
  /** The custom action of your workspace that calls are written down as. */
  readonly actionType: string;
}

/** Writes the outcome of each call into the timeline of the lead in telecrm, once, however often it is delivered. */
export function createReceiver({ actionType, secret, telecrm }: ReceiverOptions): Express {
  const app = express();
  app.post('/hooks/calls', express.json({ limit: '5mb' }), async (request, response) => {
    if (!checkUrlSecret(request.originalUrl, { parameter: 'secret', secrets: secret })) {
      response.sendStatus(404);
      return;
    }
    const event = await parseWebhook(request.body);
    const key = deliveryKey(event);
    const isCall = event.type === 'call.completed' && key !== undefined;
    response.sendStatus(isCall ? await writeDown(event.data, key) : 200);
  });

  /** Resolves to the status to respond with. */
  async function writeDown(call: CompletedCall, key: string): Promise<number> {
    try {
      const [lead] = (await telecrm.leads.search({ fields: { phone: call.customer_phone ?? '' } })).data;
      const id = lead?.id ?? lead?._id;
      if (id === undefined) return 200;
      const note = `Call ${call.id}: ${call.status}, ${call.duration ?? 0} s`;
      // Adding an action acts on every send: the key makes a repeated delivery one entry.
      const actions = [{ type: actionType, fields: { note } }];
      await telecrm.actions.create(String(id), { actions }, { idempotencyKey: key });
      return 200;
    } catch (error) {
      if (!isLeadwireError(error)) throw error;
      console.error(error.kind, error.effect, error.hint);
      // What may have been written is not asked for again; what was not, is, where Autocalls delivers again.
      return error.effect === 'none' && error.retryable ? 500 : 200;
    }
  }
  return app;
}
