import { type CallMeta, type CallResult, LeadwireError } from '@leadwire/core';
import type { Client, LostCall, ReconcileResult } from '@leadwire/core/provider';
import type { AutocallsOperations, Lead, LeadCreate, LeadCreated, LeadPage } from '@leadwire/generated-autocalls';

type Core = Client<AutocallsOperations, unknown>;

/** A look-up finds nothing this often before it is given up. */
const MAX_RESENDS = 2;
/** More pages than this for one number mean that nobody filtered. */
const MAX_PAGES = 20;

/**
 * A lost create: the campaign is asked for the exact number. Found, it is ours most likely; not found, it is sent again with
 * the flag that refuses repeats. Where repeats are allowed nothing can be told apart: a person must look.
 */
export async function reconcileCreate(core: Core, lost: LostCall): Promise<ReconcileResult> {
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

/**
 * What a refusal of a create looks like is not documented: a lead that is there already explains it. Where that cannot be found out just now,
 * the refusal is not the last word.
 */
export async function explainRefusal(core: Core, refused: LostCall): Promise<LeadwireError | undefined> {
  const { campaign_id, phone_number, allow_dupplicate } = refused.body as LeadCreate;
  if (allow_dupplicate === true) return undefined;
  const found = await findLead(core, campaign_id, phone_number, refused.options);
  if (found === undefined) return undefined;
  if (found instanceof LeadwireError)
    return found.retryable || found.kind === 'aborted'
      ? refused.error.with({
          retryable: true,
          hint: 'The campaign may hold this number already, which could not be looked up: send it again.',
        })
      : undefined;
  return refused.error.with({
    kind: 'already-exists',
    hint: 'The campaign holds this number already: update that lead, or set allow_dupplicate.',
    lookup: { id: found.id, campaign_id },
  });
}

/**
 * The lead of this exact number: their filter takes parts of numbers. An error where nobody can say whether it is there.
 * All its pages are asked for within one deadline.
 */
export async function findLead(
  core: Core,
  campaign_id: number,
  phone_number: string,
  { deadlineMs, signal }: LostCall['options'],
): Promise<Lead | LeadwireError | undefined> {
  const { clock, deadlineMs: standing } = core.provider.options;
  const deadlineAt = clock.now() + (deadlineMs ?? standing);
  for (let page = 1; ; page++) {
    const outcome: CallResult<Partial<LeadPage> | undefined> = await core.resources.leads
      .list(
        { campaign_id, phone_number, per_page: 100, page },
        { signal, deadlineMs: Math.max(1, deadlineAt - clock.now()) },
      )
      .safe();
    if (!outcome.ok) return outcome.error;
    const { data, last_page = 1 } = outcome.value ?? {};
    if (!Array.isArray(data)) return unreadable(outcome.meta, 'answered with no list');
    const exact = (data as (Lead | null)[]).find((lead) => digitsOf(lead?.phone_number) === digitsOf(phone_number));
    if (exact) return exact;
    if (page >= last_page) return undefined;
    if (page >= MAX_PAGES) return unreadable(outcome.meta, 'has too many pages for one number');
  }
}

const unreadable = ({ attempts, operationId, requestId, status }: CallMeta, what: string): LeadwireError =>
  new LeadwireError('unreadable-response', `autocalls leads.list ${what}`, {
    provider: 'autocalls',
    operationId,
    status,
    attempts,
    requestId,
  });

const digitsOf = (phone: unknown): string => String(phone ?? '').replace(/\D/g, '');
