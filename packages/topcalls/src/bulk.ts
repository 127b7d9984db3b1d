import {
  type CallMeta,
  type CallResult,
  type FieldNote,
  type Lead,
  type LeadOutcome,
  type LeadTarget,
  LeadwireError,
  type PriorSend,
  type Rejected,
  type Result,
  type TargetSendOptions,
} from '@leadwire/core';
import {
  arrived,
  type Client,
  checkLead,
  createOutcome,
  earliestOf,
  elapsedMs,
  exchangeOf,
  lostAt,
  ok,
  withoutPlace,
} from '@leadwire/core/provider';
import type {
  LeadBulkImport,
  LeadBulkImportResult,
  Lead as TopcallsLead,
  TopcallsOperations,
} from '@leadwire/generated-topcalls';
import type { LeadMapping } from './neutral-lead.ts';
import { whoseLead } from './reconcile.ts';

type Core = Client<TopcallsOperations, unknown>;

/** Sends one lead by itself, which makes it join the list whether it was there or not. */
type One = Pick<LeadTarget, 'send' | 'resume'>;

/** What all imports of one target share. */
export interface BulkContext {
  readonly core: Core;
  readonly listId: string;
  readonly mapping: LeadMapping;
  readonly one: One;
}

/** The largest page of a list. */
const PAGE = 200;

/** One transaction for many leads, which tells totals only: where not all were new, those that the list does not show are sent one by one. */
export async function sendBulk(
  context: BulkContext,
  leads: readonly Lead[],
  { firstSentAt, onExisting: _, resendOnMiss: __, ...options }: TargetSendOptions & Partial<PriorSend>,
): Promise<Result<LeadOutcome[], LeadwireError>> {
  const { core, listId, mapping } = context;
  const { clock, deadlineMs } = core.provider.options;
  const startedAt = clock.now();
  const deadlineAt = elapsedMs(clock) + (options.deadlineMs ?? deadlineMs);
  const body: LeadBulkImport = { list_id: listId, mode: 'skip', leads: leads.map((lead) => toRow(context, lead)) };
  const outcome: CallResult<Partial<LeadBulkImportResult> | undefined> = await core.resources.leads
    .bulk(body, options)
    .safe();
  if (!outcome.ok) return { ok: false, error: withoutPlace(outcome.error) };
  const { inserted, success } = outcome.value ?? {};
  if (success === false) return { ok: false, error: notDone(outcome.meta) };
  if (inserted === leads.length)
    return ok(leads.map((lead) => arrived('created', undefined, { unsupported: mapping.unsupported(lead) })));

  const isNoneOurs = inserted === 0 && lostAt(outcome.meta.attempts) === undefined;
  return settleEach(context, leads, {
    options,
    since: firstSentAt ?? (isNoneOurs ? undefined : startedAt),
    deadlineAt,
  });
}

function toRow({ listId, mapping }: BulkContext, lead: Lead): LeadBulkImport['leads'][number] {
  const { list_id: _list, notes_append: _append, ...row } = mapping.toCreate(lead, listId);
  return row;
}

interface Settling {
  readonly options: TargetSendOptions;
  /** When the import was begun, or the earlier one that was lost, where some of the leads may be its own. */
  readonly since: number | undefined;
  /** Of `elapsedMs`. */
  readonly deadlineAt: number;
}

async function settleEach(
  { core, listId, mapping, one }: BulkContext,
  leads: readonly Lead[],
  { options: { beforeSend: _, ...options }, deadlineAt, since }: Settling,
): Promise<Result<LeadOutcome[], LeadwireError>> {
  const { clock } = core.provider.options;
  const within = (): TargetSendOptions => ({ ...options, deadlineMs: Math.max(1, deadlineAt - elapsedMs(clock)) });
  const checks = await Promise.all(leads.map((lead) => checkLead(lead, core.provider.options)));
  const phones = new Set(checks.map(({ phone }) => phone));
  const { earliest, members } = await membersOf(core, { list_id: listId, phones, since }, within);
  const whoseMember = (member: TopcallsLead) => whoseLead({ ...member, existed: true }, undefined, earliest);
  const perhapsOurs = [...members.values()].filter((member) => whoseMember(member).outcome === 'created');
  const others = new Set(await options.confirmedElsewhere?.(perhapsOurs.map(({ id }) => id)));
  const outcomes: LeadOutcome[] = [];
  for (const [index, lead] of leads.entries()) {
    const member = members.get(checks[index]?.phone ?? '');
    if (member !== undefined) {
      const { outcome, certainty } = whoseMember(member);
      const whose = { outcome: others.has(member.id) ? 'existed' : outcome, certainty } as const;
      outcomes.push(mapping.fromLead(whose, member, mapping.toCreate(lead, listId), lead));
      continue;
    }
    const sent = elapsedMs(clock) < deadlineAt ? await sendOne(one, lead, within(), since) : undefined;
    if (sent?.ok) outcomes.push(sent.value);
    else if (sent === undefined || sent.error.kind === 'timeout')
      outcomes.push(notReached(mapping.unsupported(lead), sent?.error));
    // The transaction has been made: that nothing happened can no longer be said.
    else return { ok: false, error: sent.error.with({ effect: 'unknown' }) };
  }
  return ok(outcomes);
}

const sendOne = (one: One, lead: Lead, options: TargetSendOptions, firstSentAt: number | undefined) =>
  firstSentAt === undefined ? one.send(lead, options) : one.resume(lead, { firstSentAt }, options);

interface Members {
  readonly list_id: string;
  readonly phones: ReadonlySet<unknown>;
  readonly since: number | undefined;
}

/** Those of these phones that the list shows on as many pages as they would fill. Their order is not documented: what is not seen may be there. */
async function membersOf(
  core: Core,
  { list_id, phones, since }: Members,
  within: () => TargetSendOptions,
): Promise<{ members: ReadonlyMap<string, TopcallsLead>; earliest: number | undefined }> {
  const members = new Map<string, TopcallsLead>();
  let earliest: number | undefined;
  let cursor: string | undefined;
  for (let page = 0; page <= Math.ceil(phones.size / PAGE); page++) {
    const query = { list_id, limit: PAGE, ...(cursor !== undefined && { cursor }) };
    const outcome = await core.run('leads.list', { query, options: within() });
    if (!outcome.ok) break;
    earliest = since === undefined ? undefined : earliestOf(core, since, outcome.meta);
    const { has_more, items, next_cursor } = outcome.value ?? {};
    for (const lead of leadsIn(items)) if (phones.has(lead.phone_number)) members.set(lead.phone_number, lead);
    if (has_more !== true || typeof next_cursor !== 'string' || members.size === phones.size) break;
    cursor = next_cursor;
  }
  return { members, earliest };
}

const leadsIn = (items: unknown): TopcallsLead[] =>
  Array.isArray(items) ? (items as (TopcallsLead | null)[]).filter((lead) => lead !== null) : [];

/** One whose turn did not come within the deadline: not settled, and to be sent again by itself. */
const notReached = (unsupported: readonly FieldNote[], error?: LeadwireError): Rejected =>
  createOutcome<Rejected>({
    outcome: 'rejected',
    unsupported,
    error: new LeadwireError(
      'timeout',
      'topcalls leads.bulk could not tell in time whether this lead joined the list',
      {
        provider: 'topcalls',
        operationId: 'leads.bulk',
        status: error?.status,
        attempts: error?.attempts,
        requestId: error?.requestId,
        effect: 'unknown',
        retryable: true,
        hint: 'Send it again: a lead that is there joins the list.',
      },
    ),
  });

const notDone = (meta: CallMeta): LeadwireError =>
  new LeadwireError('provider-failure', 'topcalls leads.bulk failed at the provider (success: false)', {
    ...exchangeOf('topcalls', meta),
    effect: 'unknown',
    retryable: true,
    hint: 'Send it again: rows that are there are skipped.',
  });
