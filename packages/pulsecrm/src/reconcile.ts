import { type ClientCore, type LostCall, parseProviderTime, type Verdict } from '@leadwire/core';
import type { Lead, LeadInput, LeadPage } from '@leadwire/generated-pulsecrm';

type Core = Pick<ClientCore<unknown, unknown>, 'run'>;

/** Clocks differ: a lead made this long before our first send may still be ours. */
const CLOCK_SLACK_MS = 30_000;
const PAGE_SIZE = 50;
const MAX_PAGES = 20;

export interface FindBy {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

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
  if (found === undefined) return { kind: 'parked', lookup, reason: 'the answer was lost, and the look-up failed' };
  const ours = found.filter((lead) => madeSince(lead, lost.firstSentAt - CLOCK_SLACK_MS));
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

/**
 * Leads with this phone or e-mail, archived ones too; undefined when a look-up failed.
 * Their filters may match parts, so each row is compared again: e-mails in lower case, phones by their digits.
 */
export async function findLeads(core: Core, by: FindBy, options: LostCall['options']): Promise<Lead[] | undefined> {
  const found = new Map<unknown, Lead>();
  for (const filter of [by.phone !== undefined && { phone: by.phone }, by.email !== undefined && { email: by.email }]) {
    if (filter === false) continue;
    for (const archived of [false, true]) {
      const leads = await allPages(core, { ...filter, archived }, options);
      if (leads === undefined) return undefined;
      for (const lead of leads) if (fits(lead, by)) found.set(lead.id, lead);
    }
  }
  return [...found.values()];
}

async function allPages(core: Core, filter: object, options: LostCall['options']): Promise<Lead[] | undefined> {
  const leads: Lead[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const outcome = await core.run('leads.list', {
      query: { ...filter, page, pageSize: PAGE_SIZE },
      options: { signal: options.signal, deadlineMs: options.deadlineMs },
    });
    if (!outcome.ok) return undefined;
    const { data = [], totalPages } = outcome.value as LeadPage;
    leads.push(...data);
    if (data.length === 0 || (totalPages !== undefined ? page >= totalPages : data.length < PAGE_SIZE)) return leads;
  }
  return leads;
}

function fits(lead: Lead, { phone, email }: FindBy): boolean {
  const samePhone =
    phone !== undefined && typeof lead.phone === 'string' && lastDigits(lead.phone) === lastDigits(phone);
  const sameEmail =
    email !== undefined &&
    typeof lead.email === 'string' &&
    lead.email.trim().toLowerCase() === email.trim().toLowerCase();
  return samePhone || sameEmail;
}

const lastDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-10);
