import { type Delivery, headerOf, headersOf, rawBodyOf } from './delivery.ts';
import type { Bytes } from './raw-body.ts';
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

const HMAC_SHA256 = { name: 'HMAC', hash: 'SHA-256' } as const;

/**
 * Whether a signature is the HMAC-SHA256 of these bytes under one of the secrets; every secret is tried, so the time does not tell which fits.
 * @see https://w3c.github.io/webcrypto/#hmac-operations-verify
 */
async function isHmacSha256(signature: Bytes, bytes: Bytes, secrets: readonly Bytes[]): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  const fits = await Promise.all(
    secrets.map(async (secret) => {
      const key = await subtle.importKey('raw', secret, HMAC_SHA256, false, ['verify']);
      return subtle.verify('HMAC', key, signature, bytes);
    }),
  );
  return fits.includes(true);
}

/** Pairs of hexadecimal digits as bytes; undefined when the text is anything else. */
function fromHex(text: string): Bytes | undefined {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
