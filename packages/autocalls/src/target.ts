import {
  type Arrived,
  type CallResult,
  type FieldNote,
  type Lead,
  type LeadOutcome,
  type LeadTarget,
  LeadwireError,
  type Result,
  type TargetSendOptions,
} from '@leadwire/core';
import {
  arrived,
  type Client,
  checkLead,
  decideFailure,
  err,
  fullName,
  notUpdated,
  ok,
  omitEmpty,
} from '@leadwire/core/provider';
import type { AutocallsOperations, LeadCreate, LeadCreated } from '@leadwire/generated-autocalls';
import { findLead } from './reconcile.ts';

/** Where leads go. */
export interface AutocallsTargetOptions {
  /** The campaign that rings the leads. */
  readonly campaignId: number;
}

type Core = Client<AutocallsOperations, unknown>;

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
      if (found === undefined) return send(core, campaignId, lead, options, true);
      const there = arrived('created', found.id, { certainty: 'probable', unsupported: unsupported(lead) });
      // A run that was cut off may have owed it the update.
      return updated(core, lead, campaignId, there, options);
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
  const variables = omitEmpty({
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
  again = false,
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { onExisting: _, ...call } = options;
  const body = toCreate(lead, campaignId);
  const notes = unsupported(lead);
  const outcome = (await core.run('leads.create', { body, options: call })) as CallResult<LeadCreated>;
  if (outcome.ok) {
    const { certainty } = outcome.meta;
    const made = arrived('created', outcome.value?.data?.id, { certainty, unsupported: notes });
    // One that was found by a look-up may have been there before.
    return certainty === 'certain' ? ok(made) : updated(core, lead, campaignId, made, options);
  }
  const { error } = outcome;
  if (error.kind !== 'already-exists') {
    return decideFailure({
      error,
      effect: 'dup-flag',
      lookup: { campaign_id: campaignId, phone_number: lead.phone },
      unsupported: notes,
    });
  }
  // It exists since an earlier attempt of this send, or since an earlier send that came late, most likely.
  const isOurs = again || error.effect !== 'none';
  const known = await idOf(core, campaignId, lead, error, call);
  const found = arrived(isOurs ? 'created' : 'existed', known instanceof LeadwireError ? undefined : known, {
    certainty: isOurs ? 'probable' : 'certain',
    unchanged: isOurs || body.variables === undefined ? [] : ['variables'],
    unsupported: notes,
  });
  return known instanceof LeadwireError && options.onExisting === 'update' && body.variables !== undefined
    ? notUpdated(found, ['variables'], known, 'look-up')
    : updated(core, lead, campaignId, found, options);
}

/** The id of the lead that is there: known where a refusal was looked into, else asked for. */
async function idOf(
  core: Core,
  campaignId: number,
  lead: Lead,
  { lookup }: LeadwireError,
  { deadlineMs, signal }: TargetSendOptions,
): Promise<number | LeadwireError | undefined> {
  if (lookup?.id !== undefined) return lookup.id as number;
  const { phone } = await checkLead(lead, core.provider.options);
  const found = phone === undefined ? undefined : await findLead(core, campaignId, phone, { deadlineMs, signal });
  return found instanceof LeadwireError ? found : found?.id;
}

/** The provider's own update, where it was asked for: variables are merged into what is there. */
async function updated(
  core: Core,
  lead: Lead,
  campaignId: number,
  found: Arrived,
  { beforeSend: _before, onExisting, resendOnMiss: _resend, ...options }: TargetSendOptions,
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { variables } = toCreate(lead, campaignId);
  if (onExisting !== 'update' || variables === undefined) return ok(found);
  if (found.id === undefined) return notUpdated(found, ['variables'], 'the look-up told no id to update by');
  const outcome = await core.run('leads.update', { path: { id: found.id }, body: { variables }, options });
  return outcome.ok
    ? ok({ ...found, outcome: 'updated', unchanged: [] })
    : notUpdated(found, ['variables'], outcome.error);
}
