import type { Lead, LeadOutcome, LeadwireError, Result } from '@leadwire/core';
import { seededRandom } from '@leadwire/core/testing';
import type { ProviderName } from '@leadwire/simulators';
import { describe, expect, test } from 'vitest';
import { PROVIDERS as REGISTRY } from '../providers.ts';
import { createModelWorld, type ModelWorld } from './model-world.ts';

const CALLS = Number(process.env.LEADWIRE_MODEL_CALLS ?? 10_000);
/** A failing run is had again by its seed. */
const SEED = Number(process.env.LEADWIRE_MODEL_SEED ?? 20_261_130);
const CALLS_A_WORLD = 50;
const PROVIDERS = Object.keys(REGISTRY) as ProviderName[];

/** What a storm of calls got wrong, by the seed of its world. */
interface Wrongs {
  readonly lost: string[];
  readonly twice: string[];
  readonly wrongPerson: string[];
  readonly falseClaims: string[];
}

type Answer = Result<LeadOutcome, LeadwireError>;

/** Two by two, leads are couples with one e-mail address. */
const leadOf = (index: number): Lead & { readonly phone: string } => ({
  phone: `+1415${2_000_000 + index * 3}`,
  firstName: index % 2 === 0 ? 'Anna' : 'Ben',
  lastName: `Couple ${Math.floor(index / 2)}`,
  email: `couple-${Math.floor(index / 2)}@example.com`,
});

/** Sends a lead, and takes it up again as an import does, until it is decided or three runs have gone by. */
async function deliver({ clock, target }: ModelWorld, lead: Lead): Promise<Answer> {
  const firstSentAt = clock.now();
  let answer = await target.send(lead);
  let mayHaveArrived = !answer.ok && answer.error.effect !== 'none';
  for (let run = 0; run < 3 && !answer.ok; run++) {
    clock.elapse(15_000);
    answer = mayHaveArrived ? await target.resume(lead, { firstSentAt }) : await target.send(lead);
    mayHaveArrived ||= !answer.ok && answer.error.effect !== 'none';
  }
  return answer;
}

const ARRIVED: ReadonlySet<string> = new Set(['created', 'existed', 'updated', 'partial']);

async function judge(world: ModelWorld, lead: Lead, answer: Answer, where: string): Promise<Wrongs> {
  const wrongs: Wrongs = { lost: [], twice: [], wrongPerson: [], falseClaims: [] };
  const digits = lead.phone.replace('+', '');
  const leads = await world.leadsByPhone();
  const there = (leads.get(digits) ?? []).map(({ id }) => String(id));
  const said = answer.ok ? answer.value.outcome : `${answer.error.kind} ${answer.error.effect}`;
  const line = `${where} ${said}: ${there.length} there`;
  if (there.length > 1) wrongs.twice.push(line);
  if (answer.ok && ARRIVED.has(said)) {
    if (there.length === 0) wrongs.lost.push(line);
    const id = 'id' in answer.value ? answer.value.id : undefined;
    if (id !== undefined && !there.includes(id)) wrongs.wrongPerson.push(line);
  }
  const isSaidAbsent = answer.ok ? said === 'rejected' : answer.error.effect === 'none';
  if (isSaidAbsent && there.length > 0) wrongs.falseClaims.push(line);
  return wrongs;
}

describe.each(PROVIDERS)('what a %s target claims of a lead', (provider) => {
  test(`is what the provider holds, for ${CALLS / PROVIDERS.length} leads under random scripts of faults`, async () => {
    const wrongs: Wrongs = { lost: [], twice: [], wrongPerson: [], falseClaims: [] };
    const tally: Record<string, number> = {};
    const worlds = Math.ceil(CALLS / PROVIDERS.length / CALLS_A_WORLD);
    for (let at = 0; at < worlds; at++) {
      const seed = SEED + at;
      const world = await createModelWorld(provider, seededRandom(seed), CALLS_A_WORLD);
      for (let index = 0; index < CALLS_A_WORLD; index++) {
        const answer = await deliver(world, leadOf(index));
        const said = answer.ok
          ? `${answer.value.outcome} ${answer.value.certainty}`
          : `${answer.error.kind} ${answer.error.effect}`;
        tally[said] = (tally[said] ?? 0) + 1;
        const found = await judge(world, leadOf(index), answer, `seed ${seed} lead ${index}`);
        for (const [kind, lines] of Object.entries(found)) wrongs[kind as keyof Wrongs].push(...lines);
      }
    }
    console.log(provider, `seeds ${SEED} to ${SEED + worlds - 1}`, JSON.stringify(tally));
    expect(wrongs).toEqual({ lost: [], twice: [], wrongPerson: [], falseClaims: [] });
  });
});
