import {
  checkSignature,
  type Delivery,
  parseJsonBytes,
  type Secrets,
  type SignatureFault,
} from '@leadwire/core/webhooks';
import type { AutocallsEvent } from './events.ts';
import { readEvent } from './read-event.ts';

export interface VerifyOptions {
  /** The signing secret of the WhatsApp sender, from the dashboard; or several while it is being changed: any may fit. */
  readonly secrets: Secrets;
}

/** The event of a delivery that is proved to be Autocalls', or why it is not. */
export type VerifiedEvent =
  | { readonly ok: true; readonly event: AutocallsEvent }
  | { readonly ok: false; readonly reason: SignatureFault };

const SCHEME = { header: 'x-signature-256', prefix: 'sha256=' } as const;

/**
 * A read receipt, once its signature is proved: `X-Signature-256: sha256=…`, the hexadecimal HMAC-SHA256 of the raw body. Takes a web
 * `Request`, or the request of node, Express or Fastify as long as its body is still bytes. Compared in constant time.
 *
 * A receipt that was recorded can be sent again, for the signature holds no time: fold repeats by `deliveryKey`.
 * Answer a fault with 401: Autocalls sends again after 5xx and 429 only.
 * @throws LeadwireError, as a rejection: `invalid-input` when the body was parsed before (its hint says how to come by the bytes in
 * Express, Fastify, Hono and Next), `misconfigured` when there is no secret
 * @example
 * const receipt = await verifyReadReceipt(request, { secrets: [process.env.SIGNING_SECRET, process.env.OLD_SIGNING_SECRET] })
 * if (!receipt.ok) return new Response(receipt.reason, { status: 401 })
 * if (receipt.event.type === 'message.status') console.log(receipt.event.data.status)
 * @see https://docs.autocalls.ai/
 */
export async function verifyReadReceipt(delivery: Delivery, { secrets }: VerifyOptions): Promise<VerifiedEvent> {
  const checked = await checkSignature(delivery, SCHEME, secrets);
  if (!checked.ok) return checked;
  const body = parseJsonBytes(checked.bytes);
  return body === undefined ? { ok: false, reason: 'unreadable-body' } : { ok: true, event: readEvent(body.value) };
}
