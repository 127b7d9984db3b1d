import { type LeadOutcome, LeadwireError } from '@leadwire/core';
import { didYouMean } from '@leadwire/core/provider';
import type { SendResult } from './send-lead.ts';

/** The outcome of a lead at each target, by the target's name. */
export type Report<Names extends string = string> = { readonly [Name in Names]: LeadOutcome };

/** The names in `to`, whether one or several. */
export type NamesIn<To extends string | readonly string[]> = To extends readonly (infer Name extends string)[]
  ? Name
  : Extract<To, string>;

/** What was sent to several targets, together. */
export interface FannedOut {
  readonly report: Report;
  readonly stop: LeadwireError | undefined;
  /** The key of the first target's ledger entry. */
  readonly key: string;
}

/** One lead to all of the targets at once. Each has its own outcome; a failure of one is thrown after the others have ended. */
export async function fanOut<Destination extends { readonly name: string }>(
  destinations: readonly Destination[],
  send: (destination: Destination) => Promise<SendResult & { readonly key: string }>,
): Promise<FannedOut> {
  const all = await Promise.allSettled(destinations.map(send));
  const failed = all.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const sent = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return {
    report: Object.fromEntries(destinations.map(({ name }, index) => [name, sent[index]?.outcome])) as Report,
    stop: sent.find(({ stop }) => stop !== undefined)?.stop,
    key: sent[0]?.key ?? '',
  };
}

/** The targets that `to` names, in its order. */
export function destinationsOf<Destination>(
  destinations: ReadonlyMap<string, Destination>,
  to: string | readonly string[],
): readonly Destination[] {
  const names = typeof to === 'string' ? [to] : [...new Set(to)];
  const unknown = names.filter((name) => !destinations.has(name));
  if (unknown.length > 0 || names.length === 0) {
    const known = [...destinations.keys()];
    const asked = unknown.map((name) => `${name}${didYouMean(known, name)}`).join(', ');
    const say = unknown.length > 0 ? `there is no target ${asked}` : 'no target is named';
    throw new LeadwireError('invalid-input', `leadwire: ${say}`, {
      issues: [{ path: 'to', message: say }],
      hint: `The targets are: ${known.join(', ')}.`,
    });
  }
  return names.map((name) => destinations.get(name) as Destination);
}
