import { ask, same, settled } from '../asking.ts';
import type { KitLead } from '../lead-target.ts';
import type { LeadTargetPromise } from '../promise.ts';
import { JANE } from '../world.ts';

/** Providers that tell a lead that is there from a new one. */
const TELLS: ReadonlySet<string> = new Set(['natural-key', 'conflict-key', 'dup-flag']);

/** What an outcome says is what happened. */
export const outcomePromises: readonly LeadTargetPromise[] = [
  {
    name: 'a new lead is there once, by one request, and is reported as created or accepted',
    section: 10,
    async keep({ jane, target, count, creates }) {
      const outcome = settled(await target.send(jane));
      ask(['created', 'accepted'].includes(outcome.outcome), `a new lead was reported as ${outcome.outcome}`);
      same(creates(), 1, 'requests that make leads');
      same(count(JANE.phone), 1, 'leads at the provider');
      same(outcome.certainty, 'certain', 'certainty of a plain answer');
    },
  },
  {
    name: 'an accepted lead has no id, a created one has',
    section: 10,
    async keep({ jane, target }) {
      const outcome = settled(await target.send(jane));
      if (outcome.outcome === 'accepted') same(outcome.id, undefined, 'id of an accepted lead');
      else ask(typeof outcome.id === 'string' && outcome.id !== '', 'a created lead has no id');
    },
  },
  {
    name: 'a lead that is there already is not called new, where the provider tells',
    section: 10,
    async keep({ jane, target }) {
      settled(await target.send(jane));
      const again = settled(await target.send(jane));
      if (TELLS.has(target.effect)) same(again.outcome, 'existed', 'outcome of a second send');
    },
  },
  {
    name: 'keep leaves an existing lead as it is, and says which fields were not taken',
    section: 10,
    async keep({ jane, target, simulators }) {
      if (!TELLS.has(target.effect)) return;
      settled(await target.send(jane));
      const kept = settled(await target.send({ ...JANE, firstName: 'Janet' }, { onExisting: 'keep' }));
      same(kept.outcome, 'existed', 'outcome of keep');
      ask(kept.unchanged.length > 0, 'the fields that were not taken are not named');
      ask(!simulators.effects.some((effect) => effect.kind === 'updated'), 'keep changed the lead');
    },
  },
  {
    name: 'update changes an existing lead, and only then is it called updated',
    section: 10,
    async keep({ jane, target, simulators }) {
      if (!TELLS.has(target.effect)) return;
      settled(await target.send(jane));
      const changed = settled(await target.send({ ...JANE, firstName: 'Janet' }, { onExisting: 'update' }));
      same(changed.outcome, 'updated', 'outcome of update');
      ask(
        simulators.effects.some((effect) => effect.kind === 'updated'),
        'nothing was changed',
      );
    },
  },
  {
    name: 'an unusable phone is rejected before anything is sent',
    section: 10,
    async keep({ target, simulators }) {
      const outcome = settled(await target.send({ ...JANE, phone: '12' }));
      same(outcome.outcome, 'rejected', 'outcome of an unusable phone');
      same(outcome.error?.effect, 'none', 'effect of an unusable phone');
      same(simulators.requests.length, 0, 'requests');
      ask((await target.check({ ...JANE, phone: '12' })).issues.length > 0, 'check finds nothing wrong with it');
    },
  },
  {
    name: 'a check sends nothing, and finds nothing wrong with a good lead',
    section: 10,
    async keep({ jane, target, simulators }) {
      same((await target.check(jane)).issues.length, 0, 'issues of a good lead');
      same(simulators.requests.length, 0, 'requests of a check');
    },
  },
  {
    name: 'a refusal by the provider is rejected without effect',
    section: 2,
    async keep({ target, count }) {
      const wrong: KitLead = {
        ...JANE,
        email: 'not an address',
        fields: { status: 'No Such Status', archived: 'maybe' },
      };
      const result = await target.send(wrong);
      if (result.ok && result.value.outcome === 'rejected') {
        same(result.value.error?.effect, 'none', 'effect of a refusal');
        same(count(JANE.phone), 0, 'leads at the provider');
      }
    },
  },
  {
    name: 'what the provider says it left out is named',
    section: 10,
    async keep({ target }) {
      // telecrm's is the only one of the four APIs that tells.
      if (target.name !== 'telecrm') return;
      const outcome = settled(await target.send({ ...JANE, fields: { rating: 9 } }));
      same(outcome.outcome, 'partial', 'outcome of a lead that was taken in part');
      ask(
        outcome.ignored.some(({ field }) => field.includes('rating')),
        'the field that was left out is not named',
      );
    },
  },
  {
    name: 'what the provider cannot hold is named, field by field',
    section: 10,
    async keep({ target, simulators }) {
      const full: KitLead = {
        ...JANE,
        company: 'Acme',
        jobTitle: 'CTO',
        notes: 'Call late',
        tags: ['vip'],
        source: 'Web',
        ref: 'r-1',
      };
      const outcome = settled(await target.send(full));
      const checked = await target.check(full);
      same(fields(outcome.unsupported), fields(checked.unsupported), 'fields named by send and by check');
      const sent = JSON.stringify(simulators.requests.map((request) => request.body));
      for (const [field, value] of Object.entries(full)) {
        const named = outcome.unsupported.some((note) => note.field === field);
        const words = field === 'phone' ? JANE.phone.slice(1) : String(value);
        ask(named || sent.includes(words), `${field} was dropped without notice`);
      }
    },
  },
  {
    name: 'a lead is the same after it was sent',
    section: 10,
    async keep({ target }) {
      const lead: KitLead = { ...JANE, tags: ['vip', 'late'], fields: { deal_size: 5 } };
      const before = JSON.stringify(lead);
      await target.check(lead);
      await target.send(lead);
      same(JSON.stringify(lead), before, 'the lead');
    },
  },
];

const fields = (notes: readonly { readonly field: string }[]): string =>
  notes
    .map((note) => note.field)
    .sort()
    .join(', ');
