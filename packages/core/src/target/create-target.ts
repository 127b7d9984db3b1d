import type { Runner } from '../call/create-client.ts';
import { numberFaults, type OptionNames, signalFaults, unknownOptions } from '../check-options.ts';
import { elapsedMs } from '../clock.ts';
import { LeadwireError, refusal } from '../errors.ts';
import { checkLead } from '../lead/check-lead.ts';
import type { Lead } from '../lead/lead.ts';
import { arrived } from '../lead/outcome.ts';
import type { LeadTarget, TargetSendOptions } from '../lead/target.ts';
import { err } from '../result.ts';
import { lookUp, type Outcome, type Sending, send, update } from './send-to-target.ts';
import type { TargetDefinition } from './target-definition.ts';

/** A {@link LeadTarget} of one provider: its definition, and the steps that all targets share. */
export function createLeadTarget<Body extends object, Answer>(
  core: Runner,
  definition: TargetDefinition<Body, Answer>,
): LeadTarget {
  const { name, options } = core.provider;
  const sendingOf = (lead: Lead, given: TargetSendOptions): Sending<Body, Answer> => ({
    core,
    definition,
    lead,
    options: given,
    deadlineAt: elapsedMs(options.clock) + Math.min(given.deadlineMs ?? options.deadlineMs, options.deadlineMs),
  });
  const { actsAgain, changeOf, check = (checked) => checked, find, resumesBy, undo, unsupported } = definition;
  return {
    provider: name,
    name: definition.name ?? name,
    account: definition.account,
    effect: definition.effect,
    check: async (lead) => check(await checkLead(lead, options, unsupported(lead), definition.phoneForm)),
    send: (lead, given = {}) => refusedOptions(name, given) ?? send(sendingOf(lead, given)),
    resume: (lead, { firstSentAt }, given = {}) => {
      const refused = refusedOptions(name, given);
      if (refused !== undefined) return refused;
      const earlier = { firstSentAt, resends: 0 };
      const looksFirst = resumesBy === 'look-up' || actsAgain?.(definition.toBody(lead)) !== undefined;
      if (!looksFirst || (resumesBy === 'resend' && given.resendOnMiss === true))
        return send(sendingOf(lead, given), earlier);
      return lookUp(sendingOf(lead, given), earlier, sentBefore(name, definition.operation));
    },
    ...(changeOf && {
      update: (lead, id, given = {}) => {
        const there = arrived('existed', id, { unsupported: unsupported(lead) });
        return refusedOptions(name, given) ?? update(sendingOf(lead, given), there);
      },
    }),
    ...(find && { find }),
    ...(undo && { undo }),
  };
}

/** What an earlier process sent, and whose response nothing has recorded. */
const sentBefore = (provider: string, operationId: string): LeadwireError =>
  new LeadwireError('network', `${provider} ${operationId} was sent before, and its response was lost`, {
    provider,
    operationId,
    effect: 'unknown',
    retryable: true,
  });

const SEND_OPTIONS: OptionNames<TargetSendOptions> = {
  signal: true,
  timeoutMs: true,
  deadlineMs: true,
  onExisting: true,
  resendOnMiss: true,
  confirmedElsewhere: true,
  beforeSend: true,
};

/** Times that no call can meet, and options that there are not, say nothing about the lead: they are refused before anything is sent. */
function refusedOptions(provider: string, given: TargetSendOptions): Promise<Outcome> | undefined {
  const { deadlineMs, signal, timeoutMs } = given;
  const issues = [
    ...unknownOptions(given, SEND_OPTIONS),
    ...numberFaults(1, { timeoutMs, deadlineMs }),
    ...signalFaults(signal),
  ];
  const hint = `Its options are ${Object.keys(SEND_OPTIONS).join(', ')}; times are in milliseconds. Nothing was sent.`;
  if (issues.length === 0) return undefined;
  return Promise.resolve(err(refusal('invalid-input', provider, issues, { provider, hint })));
}
