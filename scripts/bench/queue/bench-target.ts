import type { Lead, LeadTarget } from '@leadwire/core';
import { arrived, ok } from '@leadwire/core/provider';

export interface BenchTargetOptions {
  /** Leads in one request at most; none for a target that takes one by one. */
  readonly bulk?: number | undefined;
  /** What a request takes. */
  readonly onRequest?: (() => Promise<unknown>) | undefined;
}

/** A provider in memory that takes every lead: what is left is the queue's own work. */
export function benchTarget({ bulk, onRequest }: BenchTargetOptions = {}): LeadTarget {
  let ids = 0;
  const created = () => arrived('created', `${process.pid}-${++ids}`);
  const send: LeadTarget['send'] = async (_lead, given = {}) => {
    await given.beforeSend?.();
    await onRequest?.();
    return ok(created());
  };
  return {
    provider: 'bench',
    name: 'bench',
    account: `${bulk ?? 1} a request`,
    effect: 'natural-key',
    check: async ({ phone }) => ({ phone: phone as never, issues: [], unsupported: [] }),
    send,
    resume: (lead, _evidence, given) => send(lead, given),
    ...(bulk !== undefined && {
      bulk: {
        maxItems: bulk,
        accepts: () => true,
        send: async (leads: readonly Lead[], given = {}) => {
          await given.beforeSend?.();
          await onRequest?.();
          return ok(leads.map(created));
        },
      },
    }),
  };
}

export function* leadsOf(count: number): Generator<Lead> {
  for (let row = 0; row < count; row++) {
    yield {
      phone: `+91${9_810_000_000 + row * 7}`,
      name: `Asha Rao ${row}`,
      email: `lead.${row}@example.com`,
      ref: String(row),
    };
  }
}
