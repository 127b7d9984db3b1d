import { LeadwireError } from '../errors.ts';
import type { Bytes } from './raw-body.ts';

/** One secret, or several while they are being changed: any may fit, and an absent or blank one is passed over. */
export type Secrets = string | undefined | readonly (string | undefined)[];

/** The secrets that can be compared with, as bytes. A missing secret is refused: it would accept every delivery or none. */
export function secretBytes(secrets: Secrets): Bytes[] {
  const given = typeof secrets === 'string' || secrets === undefined ? [secrets] : secrets;
  const usable = given.filter((secret) => typeof secret === 'string' && secret.trim() !== '') as string[];
  if (usable.length === 0) {
    throw new LeadwireError('misconfigured', 'webhook: there is no secret to check with', {
      issues: [{ path: 'secrets', message: 'is missing', code: 'missing-credential' }],
      hint: 'Pass secrets; if it comes from an environment variable, check that this is set where the handler runs.',
    });
  }
  const encoder = new TextEncoder();
  // A secret that was read from a file ends with the file's line break.
  return usable.map((secret) => encoder.encode(secret.replace(/[\r\n]+$/, '')));
}

export interface UrlSecretOptions {
  /** The query parameter that holds the secret. Default `secret`. */
  readonly parameter?: string | undefined;
  /** The secret in force, or several while it is being changed. At least 32 letters and digits, from a random source. */
  readonly secrets: Secrets;
}

/**
 * Whether the address that a delivery came to holds the shared secret: the one check there is where a vendor signs nothing.
 * It proves that the sender knows the address, not that the body is as the vendor sent it. Compared in constant time;
 * the address is never kept, printed or thrown, so keep it out of your own access log too.
 * @param requestUrl - whole, or from the path on, as node's `req.url`
 * @throws LeadwireError of kind `misconfigured` when there is no secret to check with
 * @example
 * // Registered as https://example.com/hooks/calls?secret=…
 * if (!checkUrlSecret(request.url, { parameter: 'secret', secrets: process.env.HOOK_SECRET })) return new Response(null, { status: 404 })
 */
export function checkUrlSecret(requestUrl: string | URL, { parameter = 'secret', secrets }: UrlSecretOptions): boolean {
  const expected = secretBytes(secrets);
  const [given, ...others] = valuesOf(requestUrl, parameter);
  // Several values would be several guesses in one request.
  if (given === undefined || others.length > 0) return false;
  const bytes = new TextEncoder().encode(given);
  let found = false;
  for (const secret of expected) found = equalInConstantTime(bytes, secret) || found;
  return found;
}

function valuesOf(requestUrl: string | URL, parameter: string): string[] {
  try {
    return new URL(requestUrl, 'http://localhost').searchParams.getAll(parameter);
  } catch {
    return []; // the platform's error would carry the address
  }
}

/** Whether two byte strings are the same, in a time that depends on the length of the given one alone. */
export function equalInConstantTime(given: Uint8Array, expected: Uint8Array): boolean {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < given.length; at++) {
    difference |= (given[at] ?? 0) ^ (expected[at % expected.length] ?? 0);
  }
  return difference === 0;
}
