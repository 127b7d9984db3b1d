import { check, equal, outcomeOf } from '../assert.ts';
import type { KitLead } from '../kit-target.ts';
import { JANE, type LeadTargetPromise } from '../promise.ts';
import { FULL } from './people.ts';

/** Effect classes whose responses distinguish an existing lead from a new one. */
const TELLS: ReadonlySet<string> = new Set(['natural-key', 'conflict-key', 'dup-flag']);

/** An outcome reports what happened. */
export const outcomePromises: readonly LeadTargetPromise[] = [
  {
    name: 'a new lead is there once, by one request, and is reported as created or accepted',
    async keep({ jane, target, count, creates }) {
      const outcome = outcomeOf(await target.send(jane));
      check(['created', 'accepted'].includes(outcome.outcome), `a new lead was reported as ${outcome.outcome}`);
      equal(creates(), 1, 'requests that make leads');
      equal(count(JANE.phone), 1, 'leads at the provider');
      equal(outcome.certainty, 'certain', 'certainty after a plain response');
    },
  },
  {
    name: 'an accepted lead has no id, a created one has',
    async keep({ jane, target }) {
      const outcome = outcomeOf(await target.send(jane));
      if (outcome.outcome === 'accepted') equal(outcome.id, undefined, 'id of an accepted lead');
      else check(typeof outcome.id === 'string' && outcome.id !== '', 'a created lead has no id');
    },
  },
  {
    name: 'a lead that exists is not called new, where the provider tells',
    async keep({ jane, target }) {
      outcomeOf(await target.send(jane));
      const again = outcomeOf(await target.send(jane));
      if (TELLS.has(target.effect)) equal(again.outcome, 'existed', 'outcome of a second send');
    },
  },
  {
    name: 'keep leaves an existing lead as it is, and says which fields were not taken',
    async keep({ jane, target, simulators }) {
      if (!TELLS.has(target.effect)) return;
      outcomeOf(await target.send(jane));
      const kept = outcomeOf(await target.send({ ...JANE, firstName: 'Janet' }, { onExisting: 'keep' }));
      equal(kept.outcome, 'existed', 'outcome of keep');
      check(kept.unchanged.length > 0, 'the fields that were not taken are not named');
      check(!simulators.effects.some((effect) => effect.kind === 'updated'), 'keep changed the lead');
    },
  },
  {
    name: 'update changes an existing lead, and only then is it called updated',
    async keep({ jane, target, simulators }) {
      if (!TELLS.has(target.effect)) return;
      outcomeOf(await target.send(jane));
      const changed = outcomeOf(await target.send({ ...JANE, firstName: 'Janet' }, { onExisting: 'update' }));
      equal(changed.outcome, 'updated', 'outcome of update');
      check(
        simulators.effects.some((effect) => effect.kind === 'updated'),
        'nothing was changed',
      );
    },
  },
  {
    name: 'an unusable phone is rejected before anything is sent',
    async keep({ target, simulators }) {
      const outcome = outcomeOf(await target.send({ ...JANE, phone: '12' }));
      equal(outcome.outcome, 'rejected', 'outcome of an unusable phone');
      equal(outcome.error?.effect, 'none', 'effect of an unusable phone');
      equal(simulators.requests.length, 0, 'requests');
      check((await target.check({ ...JANE, phone: '12' })).issues.length > 0, 'check finds nothing wrong with it');
    },
  },
  {
    name: 'a check sends nothing, and finds nothing wrong with a good lead',
    async keep({ jane, target, simulators }) {
      equal((await target.check(jane)).issues.length, 0, 'issues of a good lead');
      equal(simulators.requests.length, 0, 'requests of a check');
    },
  },
  {
    name: 'a refusal by the provider is rejected without effect',
    async keep({ target, count }) {
      const wrong: KitLead = {
        ...JANE,
        email: 'not an address',
        fields: { status: 'No Such Status', archived: 'maybe' },
      };
      const result = await target.send(wrong);
      if (result.ok && result.value.outcome === 'rejected') {
        equal(result.value.error?.effect, 'none', 'effect of a refusal');
        equal(count(JANE.phone), 0, 'leads at the provider');
      }
    },
  },
  {
    name: 'what the provider says it left out is named',
    async keep({ target }) {
      // A value that most providers refuse or leave out.
      const outcome = outcomeOf(await target.send({ ...JANE, fields: { rating: 9 } }));
      if (outcome.outcome !== 'partial') return;
      check(
        outcome.ignored.some(({ field }) => field.includes('rating')),
        'the field that was left out is not named',
      );
    },
  },
  {
    name: 'what the provider cannot hold is named, field by field',
    async keep({ target, simulators }) {
      const outcome = outcomeOf(await target.send({ ...FULL }));
      const checked = await target.check({ ...FULL });
      equal(fields(outcome.unsupported), fields(checked.unsupported), 'fields named by send and by check');
      const sent = JSON.stringify(simulators.requests.map((request) => request.body));
      for (const [field, value] of Object.entries(FULL)) {
        const named = outcome.unsupported.some((note) => note.field === field);
        const words = field === 'phone' ? JANE.phone.slice(1) : String(value);
        check(named || sent.includes(words), `${field} was dropped without notice`);
      }
    },
  },
  {
    name: 'a lead is the same after it was sent',
    async keep({ target }) {
      const lead: KitLead = { ...JANE, tags: ['vip', 'late'], fields: { deal_size: 5 } };
      const before = JSON.stringify(lead);
      await target.check(lead);
      await target.send(lead);
      equal(JSON.stringify(lead), before, 'the lead');
    },
  },
];

const fields = (notes: readonly { readonly field: string }[]): string =>
  notes
    .map((note) => note.field)
    .sort()
    .join(', ');
