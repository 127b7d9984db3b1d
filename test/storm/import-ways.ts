import type { EffectClass } from '@leadwire/core';
import type { Destination, DestinationOption } from '@leadwire/core/provider';
import {
  type FaultName,
  leadsByPhone,
  type ProviderName,
  type SimulatedLead,
  type Simulators,
  type SimulatorsOptions,
} from '@leadwire/simulators';
import { openDestination } from '../open-destination.ts';
import { PROVIDERS } from '../providers.ts';

/** One way into a provider, as the command takes it. */
export interface ImportWay {
  readonly to: string;
  readonly provider: ProviderName;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly effect: EffectClass;
  /** Whether many rows go in one request; notes keep a row out of it. */
  readonly isBulk: boolean;
  /** What a row that is there for the first time is called. */
  readonly arrived: readonly string[];
  /** Whether a lost response may leave a row for a person to look up: where every send acts again. */
  readonly mayPark: boolean;
  /** Real milliseconds of an answer: so that bulk, which is soon through, lives to see some kills. */
  readonly latencyMs: readonly [number, number];
}

/** Every way into every provider of specs/providers.json; what may become of a row follows from the effect class of the way. */
export const IMPORT_WAYS: readonly ImportWay[] = await Promise.all(
  (Object.keys(PROVIDERS) as ProviderName[]).flatMap((provider) =>
    Object.entries<Destination>(PROVIDERS[provider].destinations).map(([to, way]) => toImportWay(provider, to, way)),
  ),
);

async function toImportWay(provider: ProviderName, to: string, destination: Destination): Promise<ImportWay> {
  const { target } = await openDestination(destination, { client: { account: 'storm' } });
  const isBulk = target.bulk !== undefined;
  const { ids, secrets } = destination.credentials;
  const variables = [...ids, ...(secrets[0] ?? [])];
  return {
    to,
    provider,
    flags: Object.values<DestinationOption>(destination.options).flatMap(flagsOf),
    env: Object.fromEntries(variables.map(({ variable, standIn = 'simulated' }) => [variable, standIn])),
    effect: target.effect,
    isBulk,
    arrived: target.effect === 'queued-upsert' ? ['accepted'] : ['created', 'existed'],
    mayPark: target.effect === 'unguarded',
    latencyMs: isBulk ? [40, 160] : [0, 8],
  };
}

function flagsOf({ flag, needed, simulated = needed?.standIn }: DestinationOption): string[] {
  const [name = ''] = flag.split(' ');
  if (simulated === undefined) return [];
  return simulated === true ? [name] : [name, String(simulated)];
}

/** The first way whose target has this effect class. */
export function wayOf(effect: EffectClass): ImportWay {
  const way = IMPORT_WAYS.find((each) => each.effect === effect);
  if (way === undefined) throw new Error(`no destination is ${effect}`);
  return way;
}

/** Faults that end of themselves, and cuts: one request in twenty. */
const FAULTS: readonly FaultName[] = [
  '500',
  '503',
  'empty-500',
  'html-502',
  'html-200',
  'truncated',
  'cut-before',
  'cut-after-commit',
];

export const stormOptions = (way: ImportWay, seed: number): SimulatorsOptions => ({
  seed,
  strict: false,
  faultRate: 0.05,
  faultMix: FAULTS,
  latencyMs: way.latencyMs,
  recordLimit: 0,
});

/** How often each phone stands at the provider once its queue is empty, by its digits. */
export async function leadsThere(
  { provider }: Pick<ImportWay, 'provider'>,
  simulators: Simulators,
): Promise<ReadonlyMap<string, number>> {
  return new Map([...(await leadsByPhone(simulators, provider))].map(([phone, leads]) => [phone, leads.length]));
}

/** The e-mail addresses of all leads at a provider, wherever a lead shows its own: one that is held may keep another person out. */
export const emailsOf = (leads: Iterable<SimulatedLead>): ReadonlySet<string> =>
  new Set([...leads].flatMap((lead) => JSON.stringify(lead).match(/[\w.+-]+@[\w.-]+/g) ?? []));
