import type { Issue, Ledger, LedgerFilter } from '@leadwire/core';
import { didYouMean, refusal } from '@leadwire/core/provider';
import { emptyCounts } from './ledger-filter.ts';

const STATES: ReadonlySet<string> = new Set(Object.keys(emptyCounts()));
const FILTERS: ReadonlySet<string> = new Set(['provider', 'account', 'states', 'importId']);

/** Refuses times and filters that mean nothing: with NaN or Infinity, or a misspelled filter, a prune would select every row. */
export function checkArguments(ledger: Ledger): Ledger {
  return {
    ...ledger,
    claim: (entries, options) => {
      const { leaseMs, now } = options;
      return check('claim', timeFaults({ 'options.now': now, 'options.leaseMs': leaseMs }), () =>
        ledger.claim(entries, options),
      );
    },
    markSent: (rows, now, leaseMs) =>
      check('markSent', timeFaults({ now, ...(leaseMs !== undefined && { leaseMs }) }), () =>
        ledger.markSent(rows, now, leaseMs),
      ),
    complete: (done, now) => check('complete', timeFaults({ now }), () => ledger.complete(done, now)),
    release: (rows, now, release) => check('release', timeFaults({ now }), () => ledger.release(rows, now, release)),
    async *list(filter) {
      await check('list', filterFaults(filter), async () => undefined);
      yield* ledger.list(filter);
    },
    counts: (filter) => check('counts', filterFaults(filter), () => ledger.counts(filter)),
    prune: (before, filter) =>
      check('prune', [...timeFaults({ before }), ...filterFaults(filter)], () => ledger.prune(before, filter)),
    erasePayloads: (before) => check('erasePayloads', timeFaults({ before }), () => ledger.erasePayloads(before)),
    forget: (phone, now) => check('forget', timeFaults({ now }), () => ledger.forget(phone, now)),
  };
}

const timeFaults = (times: Readonly<Record<string, unknown>>): Issue[] =>
  Object.entries(times)
    .filter(([, value]) => !(typeof value === 'number' && Number.isFinite(value) && value >= 0))
    .map(([path]) => ({
      path,
      message: `must be ${path.endsWith('Ms') ? 'milliseconds' : 'milliseconds since the epoch'}, finite and not negative`,
      code: 'invalid-number',
    }));

function filterFaults(filter: LedgerFilter = {}): Issue[] {
  const unknown = Object.keys(filter).filter((name) => !FILTERS.has(name));
  const states = (filter.states ?? []).filter((state) => !STATES.has(state));
  return [
    ...unknown.map((name) => ({
      path: `filter.${name}`,
      message: `is not a filter${didYouMean([...FILTERS], name)}`,
      code: 'unknown-field',
    })),
    ...states.map((state) => ({
      path: 'filter.states',
      message: `${state} is not a state${didYouMean([...STATES], state)}`,
      code: 'invalid-value',
    })),
  ];
}

function check<Value>(method: string, issues: readonly Issue[], run: () => Promise<Value>): Promise<Value> {
  if (issues.length === 0) return run();
  const hint = 'Correct the arguments. Nothing was read or changed.';
  return Promise.reject(refusal('invalid-input', method, issues, { hint }));
}
