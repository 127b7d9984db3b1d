import { type ClientCore, type LostCall, parseProviderTime, type Verdict } from '@leadwire/core';
import type { Lead, LeadInput } from '@leadwire/generated-pulsecrm';
import { findLeads } from './find.ts';

type Core = Pick<ClientCore<unknown, unknown>, 'run' | 'provider'>;

/** Clocks differ: a lead made this long before our first send may still be ours. */
const CLOCK_SLACK_MS = 30_000;

/** A lost create: Pulse CRM folds nothing, so only a look-up can tell. One match that is newer than our first send is ours most likely. */
export async function reconcileCreate(core: Core, lost: LostCall): Promise<Verdict> {
  const { phone, email } = lost.body as LeadInput;
  const lookup = { ...(phone !== undefined && { phone }), ...(email !== undefined && { email }) };
  if (Object.keys(lookup).length === 0) {
    return {
      kind: 'parked',
      lookup: nameOf(lost.body as LeadInput),
      reason: 'the answer was lost, and without a phone or an e-mail it cannot be looked up',
    };
  }
  const found = await findLeads(core, { phone, email }, lost.options);
  if (!found.ok) return { kind: 'parked', lookup, reason: 'the answer was lost, and the look-up failed' };
  const ours = found.value.filter((lead) => madeSince(lead, lost.firstSentAt - CLOCK_SLACK_MS));
  const [only] = ours;
  if (ours.length === 1 && only !== undefined) return { kind: 'found', value: only };
  if (ours.length > 1)
    return { kind: 'parked', lookup, reason: `the answer was lost, and ${ours.length} new leads fit` };
  if (lost.options.resendOnMiss === true && lost.resends < 1) return { kind: 'resend' };
  return { kind: 'parked', lookup, reason: 'the answer was lost, and no new lead fits so far' };
}

const nameOf = ({ firstName, lastName }: LeadInput) => ({ firstName, lastName });

/** A time without a zone, or none at all, proves nothing: then a person must look. */
function madeSince(lead: Lead, sinceMs: number): boolean {
  const made = typeof lead.createdAt === 'string' ? parseProviderTime(lead.createdAt) : undefined;
  return made?.zoneKnown === true && made.ms >= sinceMs;
}
