import type { EffectClass } from '../effect.ts';
import { LeadwireError } from '../errors.ts';
import type { Lead } from './lead.ts';
import type { ResolvedOptions } from '../options.ts';
import type { Arrived, FieldNote, LeadOutcome } from './outcome.ts';
import { loadPhoneMetadata } from '../phone/load-metadata.ts';
import { parsePhoneWith } from '../phone/parse-phone.ts';
import { PHONE_ADVICE } from '../phone/reasons.ts';
import { type AnswerMeta, err, ok, type Result } from '../result.ts';
import type { LeadCheck } from './target.ts';
import { requestIdOf } from '../transport/reply.ts';

/** The part of a check that all targets share: the phone, and what cannot be held. */
export async function checkLead(
  lead: Lead,
  options: ResolvedOptions,
  unsupported: readonly FieldNote[] = [],
): Promise<LeadCheck> {
  const phone = parsePhoneWith(lead.phone ?? '', await loadPhoneMetadata(options.phoneMetadata), {
    defaultCountry: options.defaultCountry,
  });
  if (phone.ok) return { phone: phone.value.e164, issues: [], unsupported };
  const { reason } = phone.error;
  return { phone: undefined, issues: [{ path: 'phone', message: PHONE_ADVICE[reason], code: reason }], unsupported };
}

/** A lead that is with the provider. */
export function arrived(
  outcome: Arrived['outcome'],
  id: string | number | undefined,
  more: Partial<Omit<Arrived, 'outcome' | 'id'>> = {},
): Arrived {
  return {
    outcome,
    id: id === undefined ? undefined : String(id),
    certainty: 'certain',
    ignored: [],
    unchanged: [],
    unsupported: [],
    ...more,
  };
}

/**
 * A lead that is there, and whose update did not come about: that is told with it. One that its caller stopped is owed the update still,
 * so nothing is decided: who takes it up looks for the lead first.
 * @param why - what kept it from being made, or the failure of its step
 */
export function notUpdated(
  found: Arrived,
  fields: readonly string[],
  why: string | LeadwireError,
  step = 'update',
): Result<LeadOutcome, LeadwireError> {
  if (typeof why !== 'string' && why.kind === 'aborted') return err(why.with({ effect: 'unknown' }));
  const reason = typeof why === 'string' ? why : `the ${step} failed: ${why.kind}`;
  return ok({ ...found, ignored: [...found.ignored, { field: fields.join(', '), reason }] });
}

/** What a failed call means for the lead, as far as it can be said. */
export interface FailedLead {
  readonly error: LeadwireError;
  /** The class of what was sent. */
  readonly effect: EffectClass;
  /** Where a person finds it, in the provider's terms. */
  readonly lookup: Readonly<Record<string, unknown>>;
  readonly unsupported?: readonly FieldNote[] | undefined;
}

/**
 * What a failed call means for the lead. Nothing decided is an error: with effect `none` it may be sent again (or no lead
 * will pass), with another it may be resumed, where the class of the send allows that; elsewhere a person must look.
 */
export function decideFailure({
  error,
  effect,
  lookup,
  unsupported = [],
}: FailedLead): Result<LeadOutcome, LeadwireError> {
  const common = { certainty: 'certain' as const, ignored: [], unchanged: [], unsupported };
  if (error.kind === 'parked' || (error.effect !== 'none' && effect === 'unguarded')) {
    return ok({ ...common, outcome: 'parked', certainty: 'probable', error, lookup: error.lookup ?? lookup });
  }
  if (error.effect !== 'none') return err(error);
  switch (error.kind) {
    case 'invalid-input':
    case 'invalid-phone':
    case 'rejected':
    case 'not-found':
    case 'already-exists':
    case 'idempotency-mismatch':
      return ok({ ...common, outcome: 'rejected', error });
    case 'duplicate':
      return ok({ ...common, outcome: 'duplicate' });
    case 'misconfigured':
    case 'unauthorized':
    case 'forbidden':
    case 'quota-exceeded':
    case 'rate-limited':
    case 'provider-failure':
    case 'timeout':
    case 'network':
    case 'aborted':
    case 'unexpected-redirect':
    case 'unreadable-response':
      return err(error);
    default:
      return error.kind satisfies never;
  }
}

/**
 * A 2xx to a create that tells no id proves nothing: the answer may be that of a gateway or of another address. It is reconciled like a lost one.
 * Its code, `missing-id`, is what a run that gets nothing else is stopped by.
 */
export const withoutId = (
  provider: string,
  { attempts, headers, operationId, status }: Pick<AnswerMeta, 'attempts' | 'headers' | 'operationId' | 'status'>,
): LeadwireError =>
  new LeadwireError('unreadable-response', `${provider} ${operationId} answered ${status} without the id of the lead`, {
    provider,
    operationId,
    status,
    code: 'missing-id',
    requestId: requestIdOf(headers),
    attempts,
    effect: 'unknown',
    retryable: true,
    hint: `Check baseUrl: the answer is not that of ${operationId}.`,
  });

/** An object without the fields that are undefined or empty text: what was not given is not sent. */
export function given<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Fields>;
}

/** A short text by which two credentials are told apart without holding either; for limits, not for secrecy. */
export function accountMark(text: unknown): string {
  if (typeof text !== 'string') return 'dynamic';
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
