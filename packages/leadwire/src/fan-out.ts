import { type LeadOutcome, LeadwireError } from '@leadwire/core';
import type { Sent } from './send.ts';

/** What became of a lead at each target, by the target's name. */
export type Report<Names extends string = string> = { readonly [Name in Names]: LeadOutcome };

/** The names in `to`, whether one or several. */
export type NamesIn<To extends string | readonly string[]> = To extends readonly (infer Name extends string)[]
  ? Name
  : Extract<To, string>;

/** What was sent to several targets, together. */
export interface FannedOut {
  readonly report: Report;
  readonly stop: LeadwireError | undefined;
  /** Under which the first target's ledger entry stands. */
  readonly key: string;
}

type Named = { readonly name: string };
type SentUnderKey = Sent & { readonly key: string };

/** One lead to all of the targets at once. Each has its own outcome; a failure of one is thrown after the others have ended. */
export function fanOut<Lane extends Named>(
  lanes: readonly Lane[],
  send: (lane: Lane) => Promise<SentUnderKey>,
): Promise<FannedOut> {
  const [only] = lanes;
  if (only === undefined || lanes.length > 1) return toAll(lanes, send);
  return send(only).then(({ outcome, stop, key }) => ({ report: { [only.name]: outcome }, stop, key }));
}

async function toAll<Lane extends Named>(
  lanes: readonly Lane[],
  send: (lane: Lane) => Promise<SentUnderKey>,
): Promise<FannedOut> {
  const all = await Promise.allSettled(lanes.map(send));
  const failed = all.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const sent = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return {
    report: Object.fromEntries(lanes.map(({ name }, index) => [name, sent[index]?.outcome])) as Report,
    stop: sent.find(({ stop }) => stop !== undefined)?.stop,
    key: sent[0]?.key ?? '',
  };
}

/** The lanes that `to` names, in its order. */
export function lanesOf<Lane>(lanes: ReadonlyMap<string, Lane>, to: string | readonly string[]): readonly Lane[] {
  const names = typeof to === 'string' ? [to] : [...new Set(to)];
  const unknown = names.filter((name) => !lanes.has(name));
  if (unknown.length > 0 || names.length === 0) {
    const say = unknown.length > 0 ? `there is no target ${unknown.join(', ')}` : 'no target is named';
    throw new LeadwireError('invalid-input', `leadwire: ${say}`, {
      issues: [{ path: 'to', message: say }],
      hint: `The targets are: ${[...lanes.keys()].join(', ')}.`,
    });
  }
  return names.map((name) => lanes.get(name) as Lane);
}
