import { definitions, type ProviderName } from './registry.ts';
import type { Simulators } from './simulators.ts';

/** Longer than any queue of the simulators. */
const QUEUE_MS = 120_000;

/** A lead as a simulator shows it. */
export interface SimulatedLead {
  readonly id: string | number;
}

/**
 * The leads that a simulated provider holds once its queue is empty, by the digits of their phones.
 * @example const twice = [...(await leadsByPhone(simulators, 'telecrm'))].filter(([, leads]) => leads.length > 1)
 */
export async function leadsByPhone(
  simulators: Simulators,
  provider: ProviderName,
): Promise<ReadonlyMap<string, readonly SimulatedLead[]>> {
  await simulators.clock.advance(QUEUE_MS);
  const paths = phonePaths(provider);
  const found = new Map<string, SimulatedLead[]>();
  for (const lead of simulators[provider].leads as Iterable<SimulatedLead>) {
    const digits = digitsOf(lead, paths);
    const same = found.get(digits);
    if (same !== undefined) same.push(lead);
    else if (digits !== '') found.set(digits, [lead]);
  }
  return found;
}

/** Where request bodies of a provider hold phones: its leads hold theirs at the same place. */
function phonePaths(provider: ProviderName): string[][] {
  const [, definition] = definitions.find(([name]) => name === provider) ?? [];
  const phones = Object.values(definition?.api.operations ?? {}).flatMap((operation) => operation.phones ?? []);
  const held = phones.filter((phone) => phone.in === 'body');
  return [...new Set(held.map(({ at }) => at))].map((at) => at.split('.'));
}

function digitsOf(lead: SimulatedLead, paths: readonly (readonly string[])[]): string {
  for (const path of paths) {
    const text = path.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], lead);
    if (typeof text === 'string') return text.replaceAll(/\D/g, '');
  }
  return '';
}
