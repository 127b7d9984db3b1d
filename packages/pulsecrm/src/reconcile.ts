import {
  CLOCK_SLACK_MS,
  type Client,
  clockOffsetMs,
  type LostCall,
  omitEmpty,
  parseProviderTime,
  type ReconcileResult,
} from '@leadwire/core/provider';
import type { Lead, LeadInput, PulsecrmOperations } from '@leadwire/generated-pulsecrm';
import { findLeads } from './find.ts';

type Core = Pick<Client<PulsecrmOperations, unknown>, 'run' | 'provider'>;

/**
 * A lost create: Pulse CRM folds nothing, so only a look-up can tell. One match that is newer than our first send, on the provider's clock, and
 * that is not known as another lead, is ours most likely.
 */
export async function reconcileCreate(core: Core, lost: LostCall): Promise<ReconcileResult> {
  const { phone, email, firstName, lastName } = lost.body as LeadInput;
  const by = omitEmpty({ phone, email });
  if (by.phone === undefined && by.email === undefined) {
    const reason = 'the answer was lost, and without a phone or an e-mail it cannot be looked up';
    return { kind: 'parked', lookup: { firstName, lastName }, reason };
  }
  const found = await findLeads(core, by, lost.options);
  if (!found.ok) return { kind: 'open', lookup: by, error: found.error };
  const firstSentAt = lost.firstSentAt + clockOffsetMs(found.meta.headers, core.provider.options.clock.now());
  const candidates = found.value.filter((lead) => madeSince(lead, firstSentAt - CLOCK_SLACK_MS));
  const ours = await withoutOthers(candidates, lost.options);
  const [only] = ours;
  if (ours.length === 1 && only !== undefined) return { kind: 'found', value: only };
  if (ours.length > 1)
    return { kind: 'parked', lookup: by, reason: `the answer was lost, and ${ours.length} new leads fit` };
  if (lost.options.resendOnMiss === true && lost.resends < 1) return { kind: 'resend' };
  return { kind: 'parked', lookup: by, reason: 'the answer was lost, and no new lead fits so far' };
}

/** A lead that the ledger has confirmed under another key is another lead. */
async function withoutOthers(leads: readonly Lead[], { confirmedElsewhere }: LostCall['options']): Promise<Lead[]> {
  const others = new Set(leads.length === 0 ? [] : await confirmedElsewhere?.(leads.map(({ id }) => String(id))));
  return leads.filter(({ id }) => !others.has(String(id)));
}

/** A time without a zone, or none at all, proves nothing: then a person must look. */
function madeSince(lead: Lead, sinceMs: number): boolean {
  const made = typeof lead.createdAt === 'string' ? parseProviderTime(lead.createdAt) : undefined;
  return made?.zoneKnown === true && made.ms >= sinceMs;
}
