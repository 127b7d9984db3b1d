import {
  arrived,
  type ClientCore,
  checkLead,
  decideFailure,
  err,
  type FieldNote,
  fullName,
  given,
  type Lead,
  type LeadOutcome,
  type LeadTarget,
  LeadwireError,
  ok,
  type Result,
  type Settled,
  type TargetSendOptions,
} from '@leadwire/core';
import type { AutocallsOperations, LeadCreate, LeadCreated } from '@leadwire/generated-autocalls';
import { findLead } from './reconcile.ts';

/** Where leads go. */
export interface AutocallsTargetOptions {
  /** The campaign that rings the leads. */
  readonly campaignId: number;
}

type Core = ClientCore<AutocallsOperations, unknown>;

export function createTarget(core: Core, { campaignId }: AutocallsTargetOptions): LeadTarget {
  const { options } = core.provider;
  if (!Number.isSafeInteger(campaignId)) throw noCampaign();
  return {
    provider: 'autocalls',
    name: 'autocalls',
    account: `${new URL(options.baseUrl).host}/${campaignId}`,
    effect: 'dup-flag',
    check: (lead) => checkLead(lead, options, unsupported(lead)),
    send: (lead, options) => send(core, campaignId, lead, options),
    resume: async (lead, _evidence, options = {}) => {
      const { phone } = await checkLead(lead, core.provider.options);
      const found =
        phone === undefined
          ? undefined
          : await findLead(core, campaignId, phone, { signal: options.signal, deadlineMs: options.deadlineMs });
      // It may be there: it is sent again only after a look-up that found nothing.
      if (found instanceof LeadwireError) return err(found.with({ effect: 'unknown' }));
      if (found === undefined) return send(core, campaignId, lead, options);
      const there = arrived('created', found.id, { certainty: 'probable', unsupported: unsupported(lead) });
      // A run that was cut off may have owed it the update.
      return ok(await updated(core, lead, campaignId, there, options));
    },
  };
}

const noCampaign = (): LeadwireError =>
  new LeadwireError('misconfigured', 'autocalls: campaignId of the target is missing', {
    provider: 'autocalls',
    issues: [{ path: 'campaignId', message: 'must be a whole number' }],
    hint: 'Pass campaignId: autocalls.campaigns.list() shows the id of each campaign.',
  });

/** Everything but the phone is a variable of the assistant, so nothing is lost; only text, numbers and flags fit there. */
const unsupported = (lead: Lead): FieldNote[] =>
  (lead.tags?.length ?? 0) > 0
    ? [{ field: 'tags', reason: 'Autocalls variables hold no lists: the tags are sent as one text' }]
    : [];

/** The neutral lead as Autocalls takes it: what is no phone is a variable, under the name that its own examples use. Pure. */
export function toCreate(lead: Lead, campaign_id: number): LeadCreate {
  const variables = given({
    customer_name: fullName(lead),
    email: lead.email,
    company: lead.company,
    job_title: lead.jobTitle,
    notes: lead.notes,
    tags: lead.tags?.join(', '),
    source: lead.source,
    ref: lead.ref,
    ...lead.fields,
  });
  return {
    phone_number: lead.phone,
    campaign_id,
    allow_dupplicate: false,
    ...(Object.keys(variables).length > 0 && { variables }),
  };
}

async function send(
  core: Core,
  campaignId: number,
  lead: Lead,
  options: TargetSendOptions = {},
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { onExisting: _, ...call } = options;
  const body = toCreate(lead, campaignId);
  const notes = unsupported(lead);
  const outcome = (await core.run('leads.create', { body, options: call })) as Settled<LeadCreated>;
  if (outcome.ok)
    return ok(arrived('created', outcome.value?.data?.id, { certainty: outcome.meta.certainty, unsupported: notes }));
  const { error } = outcome;
  if (error.kind !== 'already-exists') {
    return decideFailure({
      error,
      effect: 'dup-flag',
      lookup: { campaign_id: campaignId, phone_number: lead.phone },
      unsupported: notes,
    });
  }
  const id = await idOf(core, campaignId, lead, error, call);
  // It exists since an earlier attempt of this send, most likely.
  const found =
    error.effect === 'none'
      ? arrived('existed', id, { unchanged: body.variables ? ['variables'] : [], unsupported: notes })
      : arrived('created', id, { certainty: 'probable', unsupported: notes });
  return ok(await updated(core, lead, campaignId, found, options));
}

/** The id of the lead that is there: known where a refusal was looked into, else asked for. */
async function idOf(
  core: Core,
  campaignId: number,
  lead: Lead,
  { lookup }: LeadwireError,
  { deadlineMs, signal }: TargetSendOptions,
): Promise<number | undefined> {
  if (lookup?.id !== undefined) return lookup.id as number;
  const { phone } = await checkLead(lead, core.provider.options);
  const found = phone === undefined ? undefined : await findLead(core, campaignId, phone, { deadlineMs, signal });
  return found instanceof LeadwireError ? undefined : found?.id;
}

/** The provider's own update, where it was asked for: variables are merged into what is there. */
async function updated(
  core: Core,
  lead: Lead,
  campaignId: number,
  found: ReturnType<typeof arrived>,
  { beforeSend: _before, onExisting, resendOnMiss: _resend, ...options }: TargetSendOptions,
) {
  const { variables } = toCreate(lead, campaignId);
  if (onExisting !== 'update' || found.id === undefined || variables === undefined) return found;
  const outcome = await core.run('leads.update', { path: { id: found.id }, body: { variables }, options });
  if (outcome.ok) return { ...found, outcome: 'updated' as const, unchanged: [] };
  return { ...found, ignored: [{ field: 'variables', reason: `the update failed: ${outcome.error.kind}` }] };
}
