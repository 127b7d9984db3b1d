import { createAutocalls } from '@leadwire/autocalls';
import type { CallOptions, CallResult, ClientOptions } from '@leadwire/core';
import type { GeneratedApi, OperationMeta } from '@leadwire/core/provider';
import { api as autocalls } from '@leadwire/generated-autocalls';
import { api as hubspot } from '@leadwire/generated-hubspot';
import { api as pulsecrm } from '@leadwire/generated-pulsecrm';
import { api as telecrm } from '@leadwire/generated-telecrm';
import { api as topcalls } from '@leadwire/generated-topcalls';
import { createHubspot } from '@leadwire/hubspot';
import { createPulsecrm } from '@leadwire/pulsecrm';
import { createTelecrm } from '@leadwire/telecrm';
import { createTopcalls } from '@leadwire/topcalls';
import { type Examples, examplesOf } from './spec-examples.ts';

/** Any client, as resources of methods. */
export type AnyClient = Readonly<Record<string, Readonly<Record<string, (...args: unknown[]) => AnyCall>>>>;
interface AnyCall {
  safe(): Promise<CallResult<unknown>>;
}

export interface ProviderUnderTest {
  readonly name: string;
  readonly api: GeneratedApi;
  create(options: ClientOptions): AnyClient;
}

/** A new provider is a line here, and all its operations are in every table. */
export const PROVIDERS: readonly ProviderUnderTest[] = [
  provider(topcalls, (options) => createTopcalls({ apiKey: 'key', ...options })),
  provider(autocalls, (options) => createAutocalls({ apiKey: 'key', ...options })),
  provider(telecrm, (options) =>
    createTelecrm({ enterpriseId: 'e1', syncToken: 'sync', asyncToken: 'async', defaultCountry: 'IN', ...options }),
  ),
  provider(pulsecrm, (options) => createPulsecrm({ accountId: '1', token: 'token', ...options })),
  provider(hubspot, (options) => createHubspot({ accessToken: 'token', ...options })),
];

function provider(api: GeneratedApi, create: (options: ClientOptions) => unknown): ProviderUnderTest {
  return { name: api.name, api, create: (options) => create(options) as AnyClient };
}

/** One operation with what its spec shows of it. */
export interface OperationUnderTest {
  readonly provider: ProviderUnderTest;
  readonly meta: OperationMeta;
  readonly examples: Examples;
}

/** Every operation of every provider, read from the generated packages: a new one is here from the day it is written. */
export function everyOperation(): OperationUnderTest[] {
  return PROVIDERS.flatMap((provider) => {
    const examples = examplesOf(provider.name);
    return Object.values(provider.api.operations).map((meta) => {
      const shown = examples.get(meta.id);
      if (shown === undefined) throw new Error(`${provider.name} ${meta.id} is not in its spec: run pnpm gen`);
      return { provider, meta, examples: shown };
    });
  });
}

/** Calls an operation as its caller would: path values, then body or query, then options. */
export function callOperation(
  client: AnyClient,
  { meta, examples }: OperationUnderTest,
  body: unknown = examples.bodies[0],
  options: CallOptions = {},
): Promise<CallResult<unknown>> {
  const [resource = '', method = ''] = meta.id.split('.');
  const call = client[resource]?.[method];
  if (call === undefined) throw new Error(`there is no method ${meta.id}`);
  const args: unknown[] = (meta.pathParams ?? []).map((name) => examples.path[name]);
  if (meta.body !== undefined) args.push(body);
  else if (meta.hasQuery) args.push(examples.query);
  return call(...args, {
    ...(meta.body !== undefined && meta.hasQuery && { query: examples.query }),
    ...options,
  }).safe();
}
