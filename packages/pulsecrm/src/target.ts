import {
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
  type LostCall,
  missingId,
  ok,
  omitEmpty,
  splitName,
} from '@leadwire/core/provider';
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

type Core = Client<PulsecrmOperations, unknown>;

export function createTarget(core: Core, where: PulsecrmTargetOptions, accountId: string | undefined): LeadTarget {
  const { options } = core.provider;
  return {
    provider: 'pulsecrm',
    name: 'pulsecrm',
    // Whatever the team: a person sent to a second one is there twice.
    account: `${new URL(options.baseUrl).host}/${accountId ?? core.provider.account}`,
    effect: 'unguarded',
    check: (lead) => checkLead(lead, options, unsupported(lead)),
    send: (lead, options = {}) => send({ core, where, lead, options }),
    resume: (lead, { firstSentAt }, options = {}) =>
      lookUp({ core, where, lead, options }, { firstSentAt, resends: 0, error: SENT_BEFORE }),
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
    ...omitEmpty({
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

/** One lead on its way: what all steps of a send and of a resume share. */
interface Sending {
  readonly core: Core;
  readonly where: PulsecrmTargetOptions;
  readonly lead: Lead;
  readonly options: TargetSendOptions;
}

async function send(sending: Sending, resends = 0): Promise<Result<LeadOutcome, LeadwireError>> {
  const { core, lead, options, where } = sending;
  const { onExisting: _, ...call } = options;
  const body = toInput(lead, where);
  const { skipTeamAndSourceRequirement } = where;
  const query = skipTeamAndSourceRequirement === undefined ? undefined : { skipTeamAndSourceRequirement };
  const outcome = (await core.run('leads.create', { body, query, options: call })) as CallResult<PulseLead | undefined>;
  if (!outcome.ok) return failed(outcome.error, lookupOf(body), unsupported(lead));
  if (hasId(outcome.value)) return ok(fromLead(outcome.value, outcome.meta.certainty, unsupported(lead)));
  const firstSentAt = outcome.meta.attempts[0]?.startedAt ?? core.provider.options.clock.now();
  return lookUp(sending, { firstSentAt, resends, error: missingId('pulsecrm', outcome.meta) });
}

const hasId = (answer: unknown): answer is PulseLead =>
  ['number', 'string'].includes(typeof (answer as { id?: unknown } | null | undefined)?.id);

/** Only a look-up that answered parks a lead; where it failed the row stays open, and the next attempt looks again. */
function failed(
  error: LeadwireError,
  lookup: Readonly<Record<string, unknown>>,
  unsupported: readonly FieldNote[],
): Result<LeadOutcome, LeadwireError> {
  if (error.effect !== 'none' && error.kind !== 'parked') return err(error);
  return decideFailure({ error, effect: 'unguarded', lookup, unsupported });
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

const lookupOf = ({ phone, email }: LeadInput) => omitEmpty({ phone, email });

/** It may be there already and Pulse CRM folds nothing: look first, and send only at the caller's own risk. */
async function lookUp(
  sending: Sending,
  { error, firstSentAt, resends }: Pick<LostCall, 'error' | 'firstSentAt' | 'resends'>,
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { core, lead, where } = sending;
  const { phone } = await checkLead(lead, core.provider.options);
  const body = { ...toInput(lead, where), ...(phone !== undefined && { phone }) };
  const { confirmedElsewhere, deadlineMs, resendOnMiss, signal } = sending.options;
  const options = { signal, deadlineMs, resendOnMiss, confirmedElsewhere };
  const lost = { body, query: undefined, firstSentAt, error, effectClass: 'unguarded', resends, options } as const;
  const verdict = await reconcileCreate(core, lost);
  switch (verdict.kind) {
    case 'found':
      return ok(fromLead(verdict.value as PulseLead, 'probable', unsupported(lead)));
    case 'resend':
      return send(sending, resends + 1);
    case 'open':
      return err((verdict.error ?? error).with({ effect: 'unknown', lookup: verdict.lookup }));
    case 'parked':
      return failed(needsReview(error, verdict.reason), verdict.lookup, unsupported(lead));
    default:
      return verdict satisfies never;
  }
}

const needsReview = (cause: LeadwireError, reason: string): LeadwireError =>
  new LeadwireError('parked', `pulsecrm leads.create needs review: ${reason}`, {
    ...cause,
    provider: 'pulsecrm',
    operationId: 'leads.create',
    effect: 'unknown',
    hint: `${cause.hint === undefined ? '' : `${cause.hint} `}Look it up at the provider; send it again only if it is not there.`,
    cause,
  });

/** What an earlier process sent, and whose answer nobody has seen. */
const SENT_BEFORE = new LeadwireError('network', 'pulsecrm leads.create was sent before, and its answer was lost', {
  provider: 'pulsecrm',
  operationId: 'leads.create',
  effect: 'unknown',
  retryable: true,
});
