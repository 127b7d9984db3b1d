import { safeCause } from '../call/classify-error.ts';
import type { Runner } from '../call/create-client.ts';
import type { ReconcileResult } from '../call/provider-definition.ts';
import { parked as parkedError } from '../call/reconcile.ts';
import { isId, remoteIdOf } from '../call/to-result.ts';
import { elapsedMs } from '../clock.ts';
import { LeadwireError } from '../errors.ts';
import { checkLead } from '../lead/check-lead.ts';
import { decideFailure, REFUSALS, withoutPlace } from '../lead/decide-failure.ts';
import type { Lead } from '../lead/lead.ts';
import { type Accepted, type Arrived, arrived, type LeadOutcome, notUpdated } from '../lead/outcome.ts';
import type { TargetSendOptions } from '../lead/target.ts';
import type { CallOptions } from '../options.ts';
import { type CallMeta, type CallResult, err, exchangeOf, ok, type Result } from '../result.ts';
import type { TargetDefinition } from './target-definition.ts';

export type Outcome = Result<LeadOutcome, LeadwireError>;

/** One lead on its way to a target. */
export interface Sending<Body, Answer> {
  readonly core: Runner;
  readonly definition: TargetDefinition<Body, Answer>;
  readonly lead: Lead;
  readonly options: TargetSendOptions;
  /** Of `elapsedMs`. */
  readonly deadlineAt: number;
}

/** A send that came before this one, and whose response is not known. */
interface Earlier {
  readonly firstSentAt: number;
  /** How often a look-up has sent it again so far. */
  readonly resends: number;
}

/** Sends a lead, and finds out what happened where its response proves nothing. */
export async function send<Body extends object, Answer>(
  sending: Sending<Body, Answer>,
  earlier?: Earlier,
): Promise<Outcome> {
  const { core, definition, lead } = sending;
  const body = definition.toBody(lead);
  const settled = (await core.run(definition.operation, {
    body,
    query: definition.query,
    options: { ...callOptions(sending), beforeSend: sending.options.beforeSend },
  })) as CallResult<Partial<Answer> | null | undefined>;
  const { meta } = settled;
  const next = { ...sending, options: { ...sending.options, beforeSend: undefined } };
  const since = earlier ?? {
    firstSentAt: meta.attempts[0]?.startedAt ?? core.provider.options.clock.now(),
    resends: 0,
  };
  if (settled.ok) {
    const answer = settled.value ?? {};
    const unproved = unprovedBy(definition, answer, meta);
    if (unproved !== undefined) return lookUp(next, since, missingId(core.provider.name, meta, unproved));
    const { certainty } = meta;
    const sent = { lead, body, meta, certainty, firstSentAt: earlier?.firstSentAt, existed: meta.existed === true };
    return concluded(next, definition.toArrived(answer, sent));
  }
  const error = withoutPlace(settled.error);
  if (error.effect !== 'none') {
    if (error.kind === 'parked') return decideFailure({ error, ...known(sending, body) });
    return definition.actsAgain?.(body) === undefined ? err(error) : lookUp(next, since, error);
  }
  // A refusal settles nothing while an earlier send is unknown: that one may have arrived.
  if (earlier !== undefined)
    return REFUSALS.has(error.kind) ? lookUp(next, earlier, error) : err(error.with({ effect: 'unknown' }));
  if (error.kind === 'already-exists') return existing(next, body, error);
  return decideFailure({ error, ...known(sending, body) });
}

/** Why a success proves nothing of this lead: it tells no id, or it has an id beside the phone of another person. */
function unprovedBy<Body, Answer>(
  { idOf, operation }: TargetDefinition<Body, Answer>,
  answer: Partial<Answer>,
  { certainty, replayed }: CallMeta,
): string | undefined {
  if (!isId(idOf(answer))) return 'without the id of the lead';
  const isOfAnother = certainty === 'probable' && !replayed && remoteIdOf({ id: operation }, answer) !== undefined;
  return isOfAnother ? 'with the phone of another lead' : undefined;
}

/** A 2xx that tells no id, or another person's phone, proves nothing: it is reconciled like a lost one. A run that gets only these stops. */
const missingId = (
  provider: string,
  meta: Pick<CallMeta, 'attempts' | 'operationId' | 'requestId' | 'status'>,
  what = 'without the id of the lead',
): LeadwireError =>
  new LeadwireError(
    'unreadable-response',
    `${provider} ${meta.operationId} responded with ${meta.status} and ${what}`,
    {
      ...exchangeOf(provider, meta),
      code: 'missing-id',
      effect: 'unknown',
      retryable: true,
      hint: `Check baseUrl: the response is not that of ${meta.operationId}.`,
    },
  );

const REFUSED_NOW = 'the response to an earlier send was lost, and this one was refused';

/** Finds out what happened to a send whose response is not known; sends again only where the look-up answered that it is not there. */
export async function lookUp<Body extends object, Answer>(
  sending: Sending<Body, Answer>,
  earlier: Earlier,
  error: LeadwireError,
): Promise<Outcome> {
  const { core, definition, lead } = sending;
  const { firstSentAt, resends } = earlier;
  const given = definition.toBody(lead);
  const again = sending.options.resendOnMiss === true ? undefined : definition.actsAgain?.(given);
  if (again !== undefined) return parked(sending, given, { cause: error, reason: again });
  const { phone } = await checkLead(lead, core.provider.options, [], definition.phoneForm);
  const body = phone === undefined ? given : definition.toBody({ ...lead, phone });
  const lost = { body, query: definition.query, firstSentAt, error, effectClass: definition.effect, resends };
  const verdict = await definition
    .reconcile({ ...lost, options: callOptions(sending) })
    .catch((): ReconcileResult => ({ kind: 'open' }));
  switch (verdict.kind) {
    case 'found': {
      const existed = verdict.existed === true;
      const sent = { lead, body, meta: undefined, certainty: 'probable' as const, firstSentAt, existed };
      return concluded(sending, definition.toArrived((verdict.value ?? {}) as Partial<Answer>, sent));
    }
    case 'parked':
      return parked(sending, body, { cause: error, ...verdict });
    case 'open':
      return err((verdict.error ?? error).with({ effect: 'unknown', lookup: verdict.lookup }));
    case 'resend':
      if (error.effect === 'none') return parked(sending, body, { cause: error, reason: REFUSED_NOW });
      if (resends > 0) return err(error);
      return send(sending, { firstSentAt, resends: resends + 1 });
    default:
      return verdict satisfies never;
  }
}

/** The provider refused it as existing, and no send of ours can have made it. */
async function existing<Body extends object, Answer>(
  sending: Sending<Body, Answer>,
  body: Body,
  { lookup }: LeadwireError,
): Promise<Outcome> {
  const { definition, lead } = sending;
  const found = arrived('existed', lookup?.id as string | number | undefined, {
    unchanged: definition.leftAlone?.(body) ?? [],
    unsupported: definition.unsupported(lead),
  });
  return concluded(sending, found);
}

/** Whose the lead is, and the update that was asked for; one that only may be ours is owed it, too: a run that was cut off may not have made it. */
async function concluded<Body extends object, Answer>(
  sending: Sending<Body, Answer>,
  arrival: Arrived | Accepted,
): Promise<Outcome> {
  const { confirmedElsewhere, onExisting } = sending.options;
  if (arrival.outcome === 'accepted') return ok(arrival);
  const isNew = arrival.outcome === 'created' || arrival.outcome === 'partial';
  if (isNew && arrival.certainty === 'certain') return ok(arrival);
  try {
    const isOthers = isNew && arrival.id !== undefined && (await confirmedElsewhere?.([arrival.id]))?.length === 1;
    const found: Arrived = isOthers ? { ...arrival, outcome: 'existed' } : arrival;
    return onExisting === 'update' ? update(sending, found) : ok(found);
  } catch (cause) {
    return err(ledgerFailed(sending, cause));
  }
}

/** Sends the details that a lead which is there may be given. */
export async function update<Body extends object, Answer>(
  sending: Sending<Body, Answer>,
  found: Arrived,
): Promise<Outcome> {
  const { definition, lead } = sending;
  const change = definition.changeOf?.(lead, definition.toBody(lead));
  if (change === undefined || change.fields.length === 0) return ok(found);
  const known = found.id === undefined ? await idOf(sending) : ok(found.id);
  if (!known.ok) return notUpdated(found, change.fields, known.error, 'look-up');
  const id = known.value;
  if (id === undefined)
    return notUpdated(found, change.fields, 'neither the response nor a look-up told an id to update by');
  const settled = await change.send(id, callOptions(sending));
  if (!settled.ok) return notUpdated({ ...found, id }, change.fields, settled.error);
  return ok({ ...found, outcome: 'updated', id, unchanged: [], ignored: change.ignored?.(settled.value) ?? [] });
}

/** The id of the lead that is there, by a look-up. */
async function idOf<Body, Answer>(sending: Sending<Body, Answer>): Promise<Result<string | undefined, LeadwireError>> {
  const { find, findId } = sending.definition;
  if (findId !== undefined) return findId(sending.lead, callOptions(sending));
  const found = (await find?.(sending.lead, callOptions(sending))) ?? ok(undefined);
  return found.ok ? ok(found.value?.id) : found;
}

/** The caller's options for one of the calls of a send: with what is left of the deadline, and without `beforeSend`, which is for the first alone. */
function callOptions<Body, Answer>({ core, deadlineAt, options }: Sending<Body, Answer>): CallOptions {
  const { beforeSend: _before, onExisting: _onExisting, ...call } = options;
  return { ...call, deadlineMs: Math.max(1, deadlineAt - elapsedMs(core.provider.options.clock)) };
}

const known = <Body, Answer>({ definition, lead }: Sending<Body, Answer>, body: Body) => ({
  effect: definition.effect,
  lookup: definition.lookupOf(body),
  unsupported: definition.unsupported(lead),
});

/** Whether the id belongs to another lead could not be asked: nothing is decided, and the next attempt asks again. */
const ledgerFailed = <Body, Answer>({ core, definition }: Sending<Body, Answer>, cause: unknown): LeadwireError =>
  new LeadwireError('network', `${core.provider.name} ${definition.operation}: the ledger did not respond`, {
    provider: core.provider.name,
    operationId: definition.operation,
    effect: 'unknown',
    retryable: true,
    cause: safeCause(cause),
  });

/** What a lead is parked with. */
interface Parking {
  readonly cause: LeadwireError;
  readonly reason: string;
  readonly lookup?: Readonly<Record<string, unknown>>;
}

/** A person must look. */
function parked<Body, Answer>(
  sending: Sending<Body, Answer>,
  body: Body,
  { cause, lookup = sending.definition.lookupOf(body), reason }: Parking,
): Outcome {
  const { core, definition } = sending;
  const names = { provider: core.provider, operation: { id: definition.operation } };
  const error = parkedError(names, cause, { lookup, reason });
  const hint = `${cause.hint ?? ''} ${error.hint}`.trim();
  return decideFailure({ error: error.with({ effect: 'unknown', hint }), ...known(sending, body), lookup });
}
