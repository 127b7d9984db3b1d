import type { Bytes } from './bytes.ts';

const HMAC_SHA256 = { name: 'HMAC', hash: 'SHA-256' } as const;

/**
 * Whether a signature is the HMAC-SHA256 of these bytes under one of the secrets. WebCrypto compares in constant time and
 * takes a signature of any length; every secret is tried, so that the time does not tell which one fitted.
 * @see https://w3c.github.io/webcrypto/#hmac-operations-verify
 */
export async function isHmacSha256(signature: Bytes, bytes: Bytes, secrets: readonly Bytes[]): Promise<boolean> {
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
export function fromHex(text: string): Bytes | undefined {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
