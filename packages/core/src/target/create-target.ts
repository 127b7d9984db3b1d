import type { Runner } from '../call/create-client.ts';
import { numberFaults } from '../check-options.ts';
import { refusal } from '../errors.ts';
import { checkLead } from '../lead/check-lead.ts';
import type { Lead } from '../lead/lead.ts';
import { arrived } from '../lead/outcome.ts';
import type { LeadTarget, TargetSendOptions } from '../lead/target.ts';
import { err } from '../result.ts';
import { lookUp, type Outcome, type Sending, send, update } from './send-to-target.ts';
import type { TargetDefinition } from './target-definition.ts';
import { sentBefore } from './target-parts.ts';

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
    deadlineAt: options.clock.now() + Math.min(given.deadlineMs ?? options.deadlineMs, options.deadlineMs),
  });
  const { actsAgain, changeOf, check = (checked) => checked, find, resumesBy, undo, unsupported } = definition;
  return {
    provider: name,
    name: definition.name ?? name,
    account: definition.account,
    effect: definition.effect,
    check: async (lead) => check(await checkLead(lead, options, unsupported(lead), definition.phoneForm)),
    send: (lead, given = {}) => refusedTimes(name, given) ?? send(sendingOf(lead, given)),
    resume: (lead, { firstSentAt }, given = {}) => {
      const refused = refusedTimes(name, given);
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
        return refusedTimes(name, given) ?? update(sendingOf(lead, given), there);
      },
    }),
    ...(find && { find }),
    ...(undo && { undo }),
  };
}

/** Times that no call can meet say nothing about the lead: they are refused before anything is sent. */
function refusedTimes(provider: string, { deadlineMs, timeoutMs }: TargetSendOptions): Promise<Outcome> | undefined {
  const issues = numberFaults(1, { timeoutMs, deadlineMs });
  const hint = 'Give times in milliseconds, or leave them out for those of the client. Nothing was sent.';
  if (issues.length === 0) return undefined;
  return Promise.resolve(err(refusal('invalid-input', provider, issues, { provider, hint })));
}
