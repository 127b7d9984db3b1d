import { readDelivery } from '@leadwire/core/webhooks';
import type { TopcallsEvent, TopcallsEventName } from './events.ts';
import { readEvent } from './read-event.ts';

export interface ParseOptions {
  /** The event that this address was registered for; without it a call that is completed, failed or queued is told by its status. */
  readonly event?: TopcallsEventName | undefined;
}

/**
 * What a delivery of TopCalls says. Takes a parsed body, a text, bytes, an event of AWS Lambda, or a web `Request` (then as a promise); numbers may come as text.
 * What is none of the documented events is `{ type: 'unknown', raw }`.
 *
 * It proves nothing: a signature is spoken of in the vendor's guide, but neither its header nor its method was ever seen, so there is
 * none to check. Check the address with `checkUrlSecret`, or read the call again by its id. Deliveries come at least once: fold them by `deliveryKey`.
 * @throws LeadwireError of kind `invalid-input`, as a rejection, when the body of a `Request` was read before or broke off; at once, when a
 * request of node or of a framework is passed in place of its body
 * @example
 * const event = await parseWebhook(request, { event: 'call.completed' })
 * if (event.type === 'call.completed') console.log(event.data.call_id, event.data.duration, 'minutes')
 * @see https://docs.topcalls.ai/guides/webhooks
 */
export function parseWebhook(delivery: Request, options?: ParseOptions): Promise<TopcallsEvent>;
export function parseWebhook(body: unknown, options?: ParseOptions): TopcallsEvent;
export function parseWebhook(delivery: unknown, { event }: ParseOptions = {}): TopcallsEvent | Promise<TopcallsEvent> {
  return readDelivery(delivery, (body) => readEvent(body, event));
}
