import { LeadwireError } from '../errors.ts';
import type { Bytes } from './raw-body.ts';

/**
 * One secret, or several while they are being changed: any may fit. An absent or blank one is passed over, so that
 * `[process.env.NEW, process.env.OLD]` works before the old one is there and after it is gone.
 */
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
