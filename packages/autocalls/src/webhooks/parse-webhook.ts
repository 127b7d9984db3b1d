import { readDelivery } from '@leadwire/core/webhooks';
import type { AutocallsEvent } from './events.ts';
import { readEvent } from './read-event.ts';

/**
 * What a delivery of Autocalls says. Takes a parsed body, a text, bytes, an event of AWS Lambda, or a web `Request` (then as a promise), of any version: a transcript
 * as text or list, `[]` for no variables, numbers as text. A body that is not a documented event is `{ type: 'unknown', raw }`.
 *
 * It proves nothing: Autocalls signs read receipts alone. Check those with `verifyReadReceipt`, and the address of the others
 * with `checkUrlSecret`. Deliveries come at least once: fold them by `deliveryKey`.
 * @throws LeadwireError of kind `invalid-input`, as a rejection, when the body of a `Request` was read before or broke off; at once, when a
 * request of node or of a framework is passed in place of its body
 * @example
 * const event = await parseWebhook(request)
 * if (event.type === 'call.completed') console.log(event.data.status, event.data.duration, 'seconds')
 * @see https://docs.autocalls.ai/api-reference/assistants/create-assistant
 */
export function parseWebhook(delivery: Request): Promise<AutocallsEvent>;
export function parseWebhook(body: unknown): AutocallsEvent;
export function parseWebhook(delivery: unknown): AutocallsEvent | Promise<AutocallsEvent> {
  return readDelivery(delivery, readEvent);
}
