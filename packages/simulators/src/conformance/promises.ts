import type { KitLead, KitOutcome, KitResult } from './lead-target.ts';
import { JANE, type World } from './world.ts';

/** One promise that every lead target keeps; `keep` throws where it is broken. */
export interface LeadTargetPromise {
  readonly name: string;
  /** Section of the semantics that says so. */
  readonly section: 1 | 2 | 3 | 9 | 10;
  keep(world: World): Promise<void>;
}

const ARRIVED = new Set(['created', 'existed', 'updated', 'partial']);

export const leadTargetPromises: readonly LeadTargetPromise[] = [
  {
    name: 'a new lead is there once, by one request, and is reported as created or accepted',
    section: 10,
    async keep({ target, count, creates }) {
      const outcome = settled(await target.send(JANE));
      ask(['created', 'accepted'].includes(outcome.outcome), `a new lead was reported as ${outcome.outcome}`);
      same(creates(), 1, 'requests that make leads');
      same(count(JANE.phone), 1, 'leads at the provider');
      same(outcome.certainty, 'certain', 'certainty of a plain answer');
    },
  },
  {
    name: 'an accepted lead has no id, a created one has',
    section: 10,
    async keep({ target }) {
      const outcome = settled(await target.send(JANE));
      if (outcome.outcome === 'accepted') same(outcome.id, undefined, 'id of an accepted lead');
      else ask(typeof outcome.id === 'string' && outcome.id !== '', 'a created lead has no id');
    },
  },
  {
    name: 'a lead that is there already is not called new, where the provider tells',
    section: 10,
    async keep({ target }) {
      settled(await target.send(JANE));
      const again = settled(await target.send(JANE));
      if (target.effect === 'unguarded' || target.effect === 'queued-upsert') return;
      same(again.outcome, 'existed', 'outcome of a second send');
    },
  },
  {
    name: 'keep leaves an existing lead as it is, and says which fields were not taken',
    section: 10,
    async keep({ target, simulators }) {
      if (target.effect !== 'natural-key') return;
      settled(await target.send(JANE));
      const kept = settled(await target.send({ ...JANE, firstName: 'Janet' }, { onExisting: 'keep' }));
      same(kept.outcome, 'existed', 'outcome of keep');
      ask(kept.unchanged.length > 0, 'the fields that were not taken are not named');
      ask(!simulators.effects.some((effect) => effect.kind === 'updated'), 'keep changed the lead');
    },
  },
  {
    name: '429 was not processed: it is sent again, and the lead is there once',
    section: 1,
    async keep({ target, count, script }) {
      script('429 then ok');
      ask(
        ARRIVED.has(settled(await target.send(JANE)).outcome) || target.effect === 'queued-upsert',
        'a 429 lost the lead',
      );
      same(count(JANE.phone), 1, 'leads at the provider');
    },
  },
  {
    name: 'an answer that is lost after the lead was made makes no second lead and no claim that nothing happened',
    section: 3,
    async keep({ target, count, script }) {
      script('cut-after-commit');
      const result = await target.send(JANE);
      same(count(JANE.phone), 1, 'leads at the provider');
      noFalseNone(result);
    },
  },
  {
    name: 'what was found by a look-up after a lost answer is probable, not certain',
    section: 3,
    async keep({ target, script }) {
      if (target.effect === 'queued-upsert') return;
      script('cut-after-commit');
      const result = await target.send(JANE);
      if (result.ok && ARRIVED.has(result.value.outcome))
        same(result.value.certainty, 'probable', 'certainty after a lost answer');
    },
  },
  {
    name: 'a request that is cut before it was processed is not reported as there when it is not',
    section: 2,
    async keep({ target, count, script }) {
      script('cut-before');
      const result = await target.send(JANE);
      const there = count(JANE.phone);
      ask(there <= 1, `${there} leads are there`);
      if (result.ok && ARRIVED.has(result.value.outcome)) same(there, 1, 'leads of one that is reported as there');
    },
  },
  {
    name: 'where every send acts again, a lost answer is never sent again by itself',
    section: 1,
    async keep({ target, creates, script }) {
      if (target.effect !== 'unguarded') return;
      script('503 then 503 then 503');
      const result = await target.send(JANE);
      same(creates(), 1, 'requests that make leads');
      ask(result.ok && result.value.outcome === 'parked', 'a lead of unknown fate is not parked');
    },
  },
  {
    name: 'a parked lead carries the look-up that a person should make',
    section: 3,
    async keep({ target, script }) {
      script('503 then 503 then 503 then 503');
      const result = await target.send(JANE);
      if (!result.ok || result.value.outcome !== 'parked') return;
      const values = Object.values(result.value.lookup ?? {});
      ask(
        values.includes(JANE.phone) || values.includes(JANE.email),
        'the look-up names neither the phone nor the e-mail',
      );
    },
  },
  {
    name: 'an answer that stalls after its headers makes no second lead',
    section: 2,
    async keep({ target, count, script }) {
      script('stall-body');
      noFalseNone(await target.send(JANE));
      same(count(JANE.phone), 1, 'leads at the provider');
    },
  },
  {
    name: 'an answer that is cut short is no failure without effect',
    section: 2,
    async keep({ target, count, script }) {
      script('truncated');
      noFalseNone(await target.send(JANE));
      same(count(JANE.phone), 1, 'leads at the provider');
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
    name: 'wrong credentials stop the run and are no outcome of a lead',
    section: 2,
    async keep({ target, simulators, count }) {
      simulators.fail({ fault: 'redirect', status: 307, location: 'https://elsewhere.example/' });
      const result = await target.send(JANE);
      ask(!result.ok, 'a call that reached nobody has an outcome');
      same(count(JANE.phone), 0, 'leads at the provider');
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
      for (const [field, value] of [
        ['company', 'Acme'],
        ['jobTitle', 'CTO'],
        ['tags', 'vip'],
        ['source', 'Web'],
        ['ref', 'r-1'],
        ['notes', 'Call late'],
      ] as const) {
        const named = outcome.unsupported.some((note) => note.field === field);
        ask(named || sent.includes(value), `${field} was dropped in silence`);
      }
    },
  },
  {
    name: 'the intent is committed before the first byte leaves',
    section: 9,
    async keep({ target, simulators }) {
      let atIntent = -1;
      const beforeSend = async () => {
        atIntent = simulators.requests.length;
      };
      settled(await target.send(JANE, { beforeSend }));
      same(atIntent, 0, 'requests when the intent was committed');
    },
  },
  {
    name: 'an intent that cannot be committed stops the send',
    section: 9,
    async keep({ target, simulators }) {
      const refuse = () => Promise.reject(new Error('the disk is full'));
      const result = await target.send(JANE, { beforeSend: refuse }).catch(() => undefined);
      ask(result === undefined || !result.ok, 'a send without a record has an outcome');
      same(simulators.requests.length, 0, 'requests');
    },
  },
  {
    name: 'a send that its caller stopped sends nothing more',
    section: 2,
    async keep({ target, creates }) {
      const stop = new AbortController();
      stop.abort();
      const result = await target.send(JANE, { signal: stop.signal });
      ask(!result.ok && result.error.kind === 'aborted', 'a stopped send is not reported as aborted');
      same(creates(), 0, 'requests that make leads');
    },
  },
  {
    name: 'a lead that a crash left behind is resumed without a second one',
    section: 9,
    async keep({ target, count, script }) {
      const firstSentAt = Date.now() - 50;
      script('cut-after-commit');
      await target.send(JANE);
      const resumed = await target.resume(JANE, { firstSentAt });
      same(count(JANE.phone), 1, 'leads at the provider');
      ask(resumed.ok, 'a lead that is there could not be resumed');
      if (resumed.ok) ask(resumed.value.outcome !== 'rejected', 'a lead that is there was rejected');
    },
  },
  {
    name: 'a bulk send gives one outcome a lead, in order, and makes each once',
    section: 10,
    async keep({ target, count }) {
      if (target.bulk === undefined) return;
      const leads = [JANE, { ...JANE, phone: '+14155552672' }, { ...JANE, phone: '+14155552673' }];
      const result = await target.bulk.send(leads);
      ask(result.ok, 'a bulk send of good leads failed');
      if (result.ok) same(result.value.length, leads.length, 'outcomes of a bulk send');
      for (const lead of leads) same(count(lead.phone), 1, 'leads at the provider');
    },
  },
];

/** A failure or a rejection may not say `none` of something that happened. */
function noFalseNone(result: KitResult<KitOutcome>): void {
  if (!result.ok) ask(result.error.effect !== 'none', 'a lead that was made is reported as untouched');
  else if (result.value.outcome === 'rejected') ask(false, 'a lead that was made is reported as rejected');
}

function settled(result: KitResult<KitOutcome>): KitOutcome {
  if (!result.ok) throw new Error(`no outcome: ${result.error.kind} (${result.error.effect}) ${result.error.message}`);
  return result.value;
}

const fields = (notes: readonly { readonly field: string }[]): string =>
  notes
    .map((note) => note.field)
    .sort()
    .join(', ');

function ask(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

function same<Value>(got: Value, wanted: Value, what: string): void {
  ask(got === wanted, `${what}: ${String(got)} instead of ${String(wanted)}`);
}
