import {
  arrived,
  type ClientCore,
  checkLead,
  decideFailure,
  type FieldNote,
  given,
  type Lead,
  type LeadOutcome,
  type LeadTarget,
  LeadwireError,
  ok,
  type Result,
  type SentEvidence,
  type Settled,
  splitName,
  type TargetSendOptions,
} from '@leadwire/core';
import type { LeadInput, PulsecrmOperations, Lead as PulseLead } from '@leadwire/generated-pulsecrm';
import { fittingFields } from './fields.ts';
import { reconcileCreate } from './reconcile.ts';

/** Where leads go. */
export interface PulsecrmTargetOptions {
  /** Needed when the account has teams. */
  readonly teamId?: number | undefined;
  /** Needed when the team has sources. */
  readonly leadSourceId?: number | undefined;
  /** Create leads without team and source. */
  readonly skipTeamAndSourceRequirement?: boolean | undefined;
}

type Core = ClientCore<PulsecrmOperations, unknown>;

export function createTarget(core: Core, where: PulsecrmTargetOptions, accountId: string | undefined): LeadTarget {
  const { options } = core.provider;
  return {
    provider: 'pulsecrm',
    name: 'pulsecrm',
    // Whatever the team: a person sent to a second one is there twice.
    account: `${new URL(options.baseUrl).host}/${accountId ?? core.provider.account}`,
    effect: 'unguarded',
    check: (lead) => checkLead(lead, options, unsupported(lead)),
    send: (lead, options) => send(core, where, lead, options),
    resume: (lead, evidence, options) => resume(core, where, lead, evidence, options),
  };
}

function unsupported(lead: Lead): FieldNote[] {
  const { firstName, lastName } = splitName(lead);
  const { fields, unfit } = fittingFields(lead.fields);
  const standIn = (field: 'firstName' | 'lastName', name: string): FieldNote[] =>
    name === '' && fields[field] === undefined
      ? [{ field, reason: 'Pulse CRM needs one: a dash stands in its place' }]
      : [];
  return [
    ...((lead.tags?.length ?? 0) > 0 ? [{ field: 'tags', reason: 'Pulse CRM leads have no tags' }] : []),
    ...(lead.ref !== undefined
      ? [
          {
            field: 'ref',
            reason: 'Pulse CRM has no field for a reference: put it in notes if you want to find it again',
          },
        ]
      : []),
    ...standIn('firstName', firstName),
    ...standIn('lastName', lastName),
    ...unfit,
  ];
}

/** The neutral lead as Pulse CRM takes it. Its phone is the one that was checked, whatever `fields` say. Pure. */
export function toInput(lead: Lead, { teamId, leadSourceId }: PulsecrmTargetOptions): LeadInput {
  const { firstName, lastName } = splitName(lead);
  return {
    firstName: firstName || '-',
    lastName: lastName || '-',
    ...given({
      email: lead.email,
      company: lead.company,
      jobTitle: lead.jobTitle,
      notes: lead.notes,
      source: lead.source,
      teamId,
      leadSourceId,
    }),
    ...fittingFields(lead.fields).fields,
    phone: lead.phone ?? '',
  } as LeadInput;
}

async function send(
  core: Core,
  where: PulsecrmTargetOptions,
  lead: Lead,
  options: TargetSendOptions = {},
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { onExisting: _, ...call } = options;
  const body = toInput(lead, where);
  const notes = unsupported(lead);
  const query =
    where.skipTeamAndSourceRequirement === undefined
      ? undefined
      : { skipTeamAndSourceRequirement: where.skipTeamAndSourceRequirement };
  const outcome = (await core.run('leads.create', { body, query, options: call })) as Settled<PulseLead | undefined>;
  if (!outcome.ok)
    return decideFailure({ error: outcome.error, effect: 'unguarded', lookup: lookupOf(body), unsupported: notes });
  return ok(fromLead(outcome.value, outcome.meta.certainty, notes));
}

/** Their answer as an outcome: the rotation may have given the lead to somebody. Pure. */
export function fromLead(
  lead: Partial<PulseLead> | undefined,
  certainty: 'certain' | 'probable',
  notes: readonly FieldNote[],
) {
  return arrived('created', lead?.id, {
    certainty,
    unsupported: notes,
    ...(typeof lead?.assignedTo === 'string' && { assignedTo: lead.assignedTo }),
  });
}

const lookupOf = ({ phone, email }: LeadInput) => given({ phone, email });

/** It may have been sent before and Pulse CRM folds nothing: look first, and send only at the caller's own risk. */
async function resume(
  core: Core,
  where: PulsecrmTargetOptions,
  lead: Lead,
  { firstSentAt }: SentEvidence,
  options: TargetSendOptions = {},
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { phone } = await checkLead(lead, core.provider.options);
  const body = { ...toInput(lead, where), ...(phone !== undefined && { phone }) };
  const error = new LeadwireError(
    'parked',
    'pulsecrm leads.create needs a person: an earlier send may have made this lead',
    { provider: 'pulsecrm', operationId: 'leads.create', effect: 'unknown' },
  );
  const lost = {
    body,
    query: undefined,
    firstSentAt,
    error,
    effectClass: 'unguarded' as const,
    resends: 0,
    options: { signal: options.signal, deadlineMs: options.deadlineMs, resendOnMiss: options.resendOnMiss },
  };
  const verdict = await reconcileCreate(core, lost);
  const notes = unsupported(lead);
  if (verdict.kind === 'found') return ok(fromLead(verdict.value as PulseLead, 'probable', notes));
  if (verdict.kind === 'resend') return send(core, where, lead, options);
  const lookup = verdict.kind === 'parked' ? verdict.lookup : lookupOf(body);
  return decideFailure({ error, effect: 'unguarded', lookup, unsupported: notes });
}
