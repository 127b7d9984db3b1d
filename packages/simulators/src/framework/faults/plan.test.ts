import { expect, test } from 'vitest';
import { OPERATION_IDS } from '../../registry.ts';
import { createRandom } from '../random.ts';
import { createFaultPlan, DEFAULT_MIX, type FaultOptions } from './plan.ts';
import type { FaultRule } from './rule.ts';

const planOf = (options: FaultOptions = {}, seed = 1) => createFaultPlan(options, createRandom(seed), OPERATION_IDS);

/** The faults that so many creates at TopCalls meet. */
const drawn = (plan: ReturnType<typeof planOf>, count: number) =>
  Array.from({ length: count }, () => plan.next('topcalls', 'leads.create')?.fault);

test('a rule can select requests by number, count, provider and operation', () => {
  const plan = planOf({
    faults: [
      { fault: '500', nth: [2, 4] },
      { fault: '503', nth: 1, provider: 'telecrm' },
      { fault: '429', times: 1, operation: 'leads.*' },
    ],
  });
  expect(plan.next('telecrm', 'calls.list')?.fault).toBe('503');
  expect(drawn(plan, 4)).toEqual(['429', undefined, '500', undefined]);
});

test('the rule that was added last wins', () => {
  const plan = planOf({ faults: [{ fault: '500' }] });
  plan.addScript({ steps: [{ fault: '503' }, 'ok'] });
  expect(drawn(plan, 3)).toEqual(['503', '500', '500']);
});

test('a rate is drawn by seed', () => {
  const rule = { fault: '500', rate: 0.25 } as const;
  const draws = drawn(planOf({ faults: [rule] }), 4_000);
  const share = draws.filter(Boolean).length / draws.length;
  expect(share).toBeGreaterThan(0.22);
  expect(share).toBeLessThan(0.28);
  expect(drawn(planOf({ faults: [rule] }), 50)).toEqual(draws.slice(0, 50));
  expect(drawn(planOf({ faults: [rule] }, 2), 50)).not.toEqual(draws.slice(0, 50));
  const own = { ...rule, seed: 9 };
  expect(drawn(planOf({ faults: [own] }, 2), 50)).toEqual(drawn(planOf({ faults: [own] }, 3), 50));
});

test('faultRate draws from all faults that do not stall, or from faultMix', () => {
  const draws = drawn(planOf({ faultRate: 0.5 }), 2_000);
  expect(new Set(draws.filter((fault) => fault !== undefined))).toEqual(new Set(DEFAULT_MIX));
  expect(draws.filter(Boolean).length / draws.length).toBeCloseTo(0.5, 1);
  expect(new Set(drawn(planOf({ faultRate: 1, faultMix: ['slow'] }), 10))).toEqual(new Set(['slow']));
});

test('reset starts again with the first faults', () => {
  const plan = planOf({ faults: 'leads.create: 429 then 503' });
  const first = drawn(plan, 3);
  plan.add({ fault: 'slow' });
  expect(drawn(plan, 1)).toEqual(['slow']);
  plan.reset();
  expect(drawn(plan, 3)).toEqual(first);
});

test.each([
  [{ fault: '418' }, "There is no fault '418'"],
  [{ fault: 'cut_before' }, 'the nearest are cut-before'],
  [{ fault: '429', operation: 'lead.create' }, "There is no operation 'lead.create'; the nearest are leads.create"],
  [{ fault: '429', operation: 'lead.*' }, 'the nearest are leads.*'],
  [{ fault: '429', operation: 'calls.create', provider: 'telecrm' }, "There is no operation 'calls.create' of telecrm"],
  [{ fault: '429', provider: 'TopCalls' }, "There is no provider 'TopCalls'. The providers are topcalls, autocalls"],
  [{ fault: '429', nth: [1, 0] }, 'nth must be 1 or more'],
  [{ fault: '429', rate: 10 }, 'rate must be from 0 to 1'],
  [{ fault: '429', times: 0 }, 'times must be 1 or more'],
] as const)('the rule %j would never apply, so it is refused', (rule, words) => {
  expect(() => planOf({ faults: [rule as FaultRule] })).toThrow(words);
  expect(() => planOf().add(rule as FaultRule)).toThrow(words);
});

test('a script, a mix and a rate that would never apply are refused too', () => {
  expect(() => planOf({ faults: 'topcalls lead.create: 503' })).toThrow('the nearest are leads.create');
  expect(() => planOf().addScript({ provider: 'pulsecrm', operation: 'calls.list', steps: [] })).toThrow('of pulsecrm');
  expect(() => planOf({ faultRate: 0.5, faultMix: ['cut' as 'slow'] })).toThrow('the nearest are cut-before');
  expect(() => planOf({ faultRate: 10 })).toThrow('faultRate must be from 0 to 1');
});

test('other requests do not change the faults of an operation', () => {
  for (const options of [{ faultRate: 0.5 }, { faults: [{ fault: '500', rate: 0.5, seed: 3 }] }] as const) {
    const alone = drawn(planOf(options), 40);
    const plan = planOf(options);
    const among = alone.map((_, index) => {
      for (let others = 0; others < index % 4; others += 1) plan.next('pulsecrm', 'leads.list');
      return plan.next('topcalls', 'leads.create')?.fault;
    });
    expect(among).toEqual(alone);
  }
});
