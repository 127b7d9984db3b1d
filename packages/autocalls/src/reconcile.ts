import { type ClientCore, LeadwireError, type LostCall, type Verdict } from '@leadwire/core';
import type { Lead, LeadCreate, LeadCreated, LeadPage } from '@leadwire/generated-autocalls';

type Core = Pick<ClientCore<unknown, unknown>, 'run'>;

/** A look-up finds nothing this often before it is given up. */
const MAX_RESENDS = 2;

/**
 * A lost create: the campaign is asked for the exact number. Found, it is ours most likely; not found, it is sent again with
 * the flag that refuses repeats. Where repeats are allowed nothing can be told apart: a person must look.
 */
export async function reconcileCreate(core: Core, lost: LostCall): Promise<Verdict> {
  const { campaign_id, phone_number, allow_dupplicate } = lost.body as LeadCreate;
  if (allow_dupplicate === true && lost.options.resendOnMiss !== true) {
    return {
      kind: 'parked',
      lookup: { campaign_id, phone_number },
      reason: 'the answer was lost, and the campaign may hold the number twice',
    };
  }
  const found = await findLead(core, campaign_id, phone_number, lost.options);
  if (found instanceof LeadwireError) return { kind: 'open' };
  if (found !== undefined)
    return { kind: 'found', value: { message: 'found by a look-up', data: found } satisfies LeadCreated };
  return lost.resends < MAX_RESENDS ? { kind: 'resend' } : { kind: 'open' };
}

/** What a refusal of a create looks like is not documented: a lead that is there already explains it. */
export async function explainRefusal(core: Core, refused: LostCall): Promise<LeadwireError | undefined> {
  const { campaign_id, phone_number, allow_dupplicate } = refused.body as LeadCreate;
  if (allow_dupplicate === true) return undefined;
  const found = await findLead(core, campaign_id, phone_number, refused.options);
  if (found === undefined || found instanceof LeadwireError) return undefined;
  return refused.error.with({
    kind: 'already-exists',
    hint: 'The campaign holds this number already: update that lead, or set allow_dupplicate.',
    lookup: { id: found.id, campaign_id },
  });
}

/** The lead of this exact number: their filter takes parts of numbers. An error where nobody can say whether it is there. */
export async function findLead(
  core: Core,
  campaign_id: number,
  phone_number: string,
  options: LostCall['options'],
): Promise<Lead | LeadwireError | undefined> {
  for (let page = 1; page <= 20; page++) {
    const outcome = await core.run('leads.list', {
      query: { campaign_id, phone_number, per_page: 100, page },
      options,
    });
    if (!outcome.ok) return outcome.error;
    const answer = outcome.value as LeadPage | Lead[];
    const rows = Array.isArray(answer) ? answer : (answer.data ?? []);
    const exact = rows.find((lead) => lead.phone_number === phone_number);
    if (exact !== undefined) return exact;
    const last = Array.isArray(answer) ? 1 : (answer.last_page ?? 1);
    if (page >= last) return undefined;
  }
  return new LeadwireError('unreadable-response', 'autocalls leads.list has too many pages for one number', {
    provider: 'autocalls',
    operationId: 'leads.list',
  });
}
