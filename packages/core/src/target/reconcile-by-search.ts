import type { Runner } from '../call/create-client.ts';
import type { LostCall, ReconcileResult } from '../call/provider-definition.ts';
import { earliestOf, exactTimeMs } from '../call/provider-time.ts';
import type { CallResult } from '../result.ts';

/**
 * A look-up that shows nothing, at a provider that refuses repeats: before a refusal it is sent again, after one a person must look.
 * @param reason - why a person must look, where it was refused
 */
export function unseenWhereRepeatsAreRefused(
  { error, resends }: LostCall,
  lookup: Readonly<Record<string, unknown>>,
  reason: string,
): ReconcileResult {
  if (error.kind === 'already-exists') return { kind: 'parked', lookup, reason };
  const lostSends = error.attempts.filter(({ effect }) => effect !== 'none').length;
  return lostSends < 2 && resends === 0 ? { kind: 'resend' } : { kind: 'open', lookup };
}

/** How a provider finds what a lost create may have made. */
export interface CreateSearch<Match> {
  /** What the record is looked up by, also by the person who must look where this cannot tell; empty where the body has nothing. */
  readonly lookup: Readonly<Record<string, unknown>>;
  /** Records that show what is looked for, whatever the provider made of the filter. */
  find(): Promise<CallResult<readonly Match[]>>;
  /** When a record was made, as the provider writes it: a text, or a number of seconds or milliseconds since the epoch. A time without a zone, or none at all, proves nothing. */
  madeAt(match: Match): unknown;
}

/**
 * A lost create at a provider that folds nothing: the one match that is newer than the first send is ours most likely; else a person looks.
 * @example reconcile: { 'leads.create': (lost) => reconcileBySearch(core, lost, { lookup, find, madeAt: (lead) => lead.createdAt }) }
 */
export async function reconcileBySearch<Match extends { readonly id?: unknown }>(
  core: Pick<Runner, 'provider'>,
  { firstSentAt, options, resends }: LostCall,
  { find, lookup, madeAt }: CreateSearch<Match>,
): Promise<ReconcileResult> {
  const parked = (reason: string): ReconcileResult => ({
    kind: 'parked',
    lookup,
    reason: `the response was lost, and ${reason}`,
  });
  if (Object.values(lookup).every((value) => value === undefined))
    return parked('without a phone or an e-mail it cannot be looked up');
  const found = await find();
  if (!found.ok) return { kind: 'open', lookup, error: found.error };
  const since = earliestOf(core, firstSentAt, found.meta);
  const recent = found.value.filter((match) => (exactTimeMs(madeAt(match)) ?? Number.NaN) >= since);
  const ids = recent.map(({ id }) => String(id));
  const others = new Set(ids.length === 0 ? [] : await options.confirmedElsewhere?.(ids));
  const [only, ...more] = recent.filter(({ id }) => !others.has(String(id)));
  if (more.length > 0) return parked(`${more.length + 1} new leads fit`);
  if (only !== undefined) return { kind: 'found', value: only };
  return options.resendOnMiss === true && resends < 1 ? { kind: 'resend' } : parked('no new lead fits so far');
}
