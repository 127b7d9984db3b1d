import type { Runner } from '../call/create-client.ts';
import type { LostCall, ReconcileResult } from '../call/provider-definition.ts';
import { CLOCK_SLACK_MS, clockOffsetMs, parseProviderTime } from '../call/provider-time.ts';
import type { CallResult } from '../result.ts';

/** How a provider finds what a lost create may have made. */
export interface CreateSearch<Match> {
  /** What the record is looked up by, also by the person who must look where this cannot tell; empty where the body has nothing. */
  readonly lookup: Readonly<Record<string, unknown>>;
  /** Records that show what is looked for, whatever the provider made of the filter. */
  find(): Promise<CallResult<readonly Match[]>>;
  /** When a record was made, as the provider writes it. A time without a zone, or none at all, proves nothing. */
  madeAt(match: Match): unknown;
}

/**
 * A lost create at a provider that folds nothing: the one match that is newer than the first send, on the provider's clock, and that is not
 * known as another lead, is ours most likely. Where none fits, or several, a person must look: a search may miss what was just made.
 * @example reconcile: { 'leads.create': (lost) => reconcileBySearch(core, lost, { lookup, find, madeAt: (lead) => lead.createdAt }) }
 */
export async function reconcileBySearch<Match extends { readonly id?: unknown }>(
  { provider }: Pick<Runner, 'provider'>,
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
  const since = firstSentAt + clockOffsetMs(found.meta.headers, provider.options.clock.now()) - CLOCK_SLACK_MS;
  const recent = found.value.filter((match) => {
    const made = parseProviderTime(String(madeAt(match) ?? ''));
    return made?.zoneKnown === true && made.ms >= since;
  });
  const ids = recent.map(({ id }) => String(id));
  const others = new Set(ids.length === 0 ? [] : await options.confirmedElsewhere?.(ids));
  const [only, ...more] = recent.filter(({ id }) => !others.has(String(id)));
  if (more.length > 0) return parked(`${more.length + 1} new leads fit`);
  if (only !== undefined) return { kind: 'found', value: only };
  return options.resendOnMiss === true && resends < 1 ? { kind: 'resend' } : parked('no new lead fits so far');
}
