import type { CallResult, ClientOptions } from '@leadwire/core';
import type { OperationMeta } from '@leadwire/core/provider';
import {
  createSimulators,
  leadsByPhone,
  type ProviderName,
  type Simulators,
  type SimulatorUrls,
} from '@leadwire/simulators';
import type { AnyClient } from '../effects/every-operation.ts';
import { openClient, openDestination } from '../open-destination.ts';
import { PROVIDERS } from '../providers.ts';

/** One provider as the storm sees it: a way to create a lead by its phone, and the leads that are there. */
export interface StormClient {
  create(person: StormPerson): Promise<CallResult<unknown>>;
  /** The leads that are there, by the digits of their phones. */
  there(): ReturnType<typeof leadsByPhone>;
}

export interface StormPerson {
  /** In E.164. */
  readonly phone: string;
  /** The phone as it is handed to the client. */
  readonly written: string;
  readonly name: string;
  readonly email: string;
}

const COMMON = {
  account: 'storm',
  defaultCountry: 'US',
  limits: false,
  retry: { baseMs: 1, capMs: 8, maxAttempts: 3 },
  timeoutMs: 400,
  deadlineMs: 20_000,
} as const;

/** Opens the client of a provider, and creates leads with the operation and the body that its target has for a lead. */
export async function stormClient(
  provider: ProviderName,
  urls: SimulatorUrls,
  simulators: Simulators,
  options: Pick<ClientOptions, 'fetch' | 'deadlineMs' | 'timeoutMs'> = {},
): Promise<StormClient> {
  const [{ bodyOf, id }, client] = await Promise.all([
    learnCreate(provider),
    openClient(provider, { ...COMMON, baseUrl: urls[provider], ...options }) as Promise<AnyClient>,
  ]);
  const [resource = '', method = ''] = id.split('.');
  const create = client[resource]?.[method];
  if (create === undefined) throw new Error(`${provider} has no method ${id}`);
  return {
    create: (person) => create(bodyOf(person)).safe(),
    there: () => leadsByPhone(simulators, provider),
  };
}

/** Words that stand for a person in the body that a target sends. */
const PLACE = { phone: '+14155550100', name: 'Storm Person', email: 'person@example.com' };

/** The create of a provider, by what its target sends for one lead to its own simulator. */
async function learnCreate(provider: ProviderName) {
  const simulators = createSimulators();
  try {
    const { destinations, generated } = PROVIDERS[provider];
    const [first] = Object.values(destinations);
    const client = { ...COMMON, fetch: simulators.fetch };
    const { target } = await openDestination(first as never, { client });
    await target.send(PLACE);
    const made = simulators.effects.find(({ kind }) => kind === 'created')?.operationId;
    const sent = simulators.requests.find(({ operationId }) => operationId === made);
    if (made === undefined || sent === undefined) throw new Error(`a target of ${provider} made no lead`);
    const { phones = [] } = (generated.api.operations as Readonly<Record<string, OperationMeta>>)[made] ?? {};
    const at = phones.find((phone) => phone.in === 'body')?.at ?? '';
    const template = JSON.stringify(sent.body);
    return {
      id: made,
      bodyOf({ email, name, written }: StormPerson): unknown {
        const [first, ...more] = name.split(' ');
        const text = template
          .replaceAll(PLACE.email, email)
          .replaceAll('Storm', first ?? '')
          .replaceAll('Person', more.join(' '));
        const body = JSON.parse(text) as Record<string, unknown>;
        setAt(body, at.split('.'), written);
        return body;
      },
    };
  } finally {
    await simulators.close();
  }
}

function setAt(body: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) body[key] = value;
  else setAt(body[key] as Record<string, unknown>, rest, value);
}
