import type { Bytes } from './bytes.ts';
import { type Delivery, headerOf, headersOf, rawBodyOf } from './delivery.ts';
import { fromHex, isHmacSha256 } from './hmac.ts';
import { type Secrets, secretBytes } from './secrets.ts';

/** Why a signed delivery was not accepted. */
export type SignatureFault =
  /** The header is not there. */
  | 'missing-signature'
  /** The header is not what the vendor writes. */
  | 'malformed-signature'
  /** No secret gives this signature for these bytes: a wrong secret, or bytes that were changed on the way. */
  | 'wrong-signature'
  /** The body was read before, broke off, is over 10 MiB, or is not JSON. */
  | 'unreadable-body';

export interface SignatureScheme {
  /** The header that holds the signature. */
  readonly header: string;
  /** What stands before the hexadecimal HMAC-SHA256, such as `sha256=`. */
  readonly prefix: string;
}

export type CheckedBody =
  | { readonly ok: true; readonly bytes: Bytes }
  | { readonly ok: false; readonly reason: SignatureFault };

const SHA256_BYTES = 32;

/** The bytes of a delivery, once its signature over them is proved. */
export async function checkSignature(
  delivery: Delivery,
  { header, prefix }: SignatureScheme,
  secrets: Secrets,
): Promise<CheckedBody> {
  const keys = secretBytes(secrets);
  const readBytes = rawBodyOf(delivery);
  const sent = headerOf(headersOf(delivery), header)?.trim();
  if (sent === undefined) return { ok: false, reason: 'missing-signature' };
  const signature = sent.startsWith(prefix) ? fromHex(sent.slice(prefix.length)) : undefined;
  if (signature?.length !== SHA256_BYTES) return { ok: false, reason: 'malformed-signature' };
  const bytes = await readBytes();
  if (bytes === undefined) return { ok: false, reason: 'unreadable-body' };
  return (await isHmacSha256(signature, bytes, keys)) ? { ok: true, bytes } : { ok: false, reason: 'wrong-signature' };
}
