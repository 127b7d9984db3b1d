import type { CallOptions, CallResult, ClientOptions } from '@leadwire/core';
import type { GeneratedApi, OperationMeta } from '@leadwire/core/provider';
import { openClient } from '../open-destination.ts';
import { PROVIDERS as ALL, type ProviderName } from '../providers.ts';
import { type Examples, examplesOf } from './spec-examples.ts';

/** Any client, as resources of methods. */
export type AnyClient = Readonly<Record<string, Readonly<Record<string, (...args: unknown[]) => AnyCall>>>>;
interface AnyCall {
  safe(): Promise<CallResult<unknown>>;
}

export interface ProviderUnderTest {
  readonly name: string;
  readonly api: GeneratedApi;
  /** @param secret - takes the place of every secret of its credentials */
  create(options: ClientOptions, secret?: string): Promise<AnyClient>;
}

/** All operations of every provider of specs/providers.json are in every table. */
export const PROVIDERS: readonly ProviderUnderTest[] = (Object.keys(ALL) as ProviderName[]).map((name) => ({
  name,
  api: ALL[name].generated.api,
  // An account that outlives its token, which some providers need for a target.
  create: async (options, secret) => (await openClient(name, { account: 'test', ...options }, secret)) as AnyClient,
}));

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
