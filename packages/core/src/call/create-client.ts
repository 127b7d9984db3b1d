import { LeadwireError } from '../errors.ts';
import type { GeneratedApi, HttpClient, OperationMeta } from '../operation.ts';
import type { CallOptions, ResolvedOptions } from '../options.ts';
import type { CallResult } from '../result.ts';
import { bindLimiter, type Limiter, sharedLimiter } from '../transport/limiter.ts';
import { createPipeline } from '../transport/pipeline.ts';
import { Address, customFetch, HttpRequest, platformFetch } from '../transport/request.ts';
import { createRetryBudget } from '../transport/retry.ts';
import { Call, type PagedCall } from './call.ts';
import { type CallInput, NO_OPTIONS, type Operation, type Provider, type RunInput } from './context.ts';
import { IdempotencyStore } from './idempotency/idempotency-store.ts';
import { createPages } from './lists/create-pages.ts';
import type { ProviderDefinition } from './provider-definition.ts';
import { runCall } from './run-call.ts';

/** What one operation takes and gives, as a generated package says it. */
export interface OperationShape {
  args: readonly unknown[];
  result: unknown;
  query?: unknown;
  item?: unknown;
}

/** Options of a call whose operation takes a body and a query: the query goes here. */
export type OptionsOf<Shape> = Shape extends { query: infer Query }
  ? CallOptions & { readonly query?: Query | undefined }
  : CallOptions;

type CallOf<Shape extends OperationShape> = Shape extends { item: infer Item }
  ? PagedCall<Shape['result'], Item>
  : Call<Shape['result']>;

/** One operation as a method: path parameters, then body or query, then options. */
export type Method<Shape> = Shape extends OperationShape
  ? (...args: [...args: Shape['args'], options?: OptionsOf<Shape>]) => CallOf<Shape>
  : never;

/** All operations of a provider, grouped by resource. */
export type Resources<Operations> = {
  readonly [Resource in keyof Operations]: {
    readonly [Name in keyof Operations[Resource]]: Method<Operations[Resource][Name]>;
  };
};

/** The ids of a provider's operations, such as `leads.create`. */
type OperationId<Operations> = {
  [Resource in keyof Operations & string]: `${Resource}.${keyof Operations[Resource] & string}`;
}[keyof Operations & string];

type ShapeOf<Operations, Id> = Id extends `${infer Resource extends keyof Operations & string}.${infer Name}`
  ? Operations[Resource][Name & keyof Operations[Resource]]
  : never;

type ResultOf<Shape> = Shape extends { result: infer Value } ? Value : never;

export interface Client<Operations, Raw> extends Runner {
  readonly resources: Resources<Operations>;
  /** The openapi-fetch client, with credentials, retries and limits applied. */
  readonly raw: Raw;
  /** Runs one operation by its id; the look-ups of `reconcile` are made of it. A lost or odd response may lack parts of the documented value. */
  run<Id extends OperationId<Operations>>(
    operationId: Id,
    input: RunInput,
  ): Promise<CallResult<ResultOf<ShapeOf<Operations, Id>>>>;
}

/** Runs operations of any provider: a client without its types. */
export interface Runner {
  run(operationId: string, input: RunInput): Promise<CallResult<unknown>>;
  readonly provider: Provider;
}

/** A provider's client: the generated operations, the steps of a call, and the definition that its package brings. */
export function createClient<Operations, Raw>(
  api: GeneratedApi,
  options: ResolvedOptions,
  definition: ProviderDefinition,
): Client<Operations, Raw> {
  const provider = createProvider(api, options, definition);
  const run: Runner['run'] = async (id, { path = {}, body, query, options: given = NO_OPTIONS }) =>
    runCall(provider, provider.operationOf(id), { path, body, query, options: given });
  const { baseUrl } = options;
  let rawFetch: Promise<(request: HttpRequest) => Promise<Response>> | undefined;
  const fetch = async (request: HttpRequest): Promise<Response> => {
    rawFetch ??= import('./on-demand.ts').then(({ createRawFetch }) => createRawFetch(provider));
    return (await rawFetch)(request);
  };
  const raw = api.createClient({ baseUrl, Request: HttpRequest, fetch }) as Raw;
  return { resources: resourcesOf<Operations>(provider), raw, run, provider } as Client<Operations, Raw>;
}

function createProvider(api: GeneratedApi, options: ResolvedOptions, definition: ProviderDefinition): Provider {
  const { bucketOf, phonesOf, readAccount, serverOf, ...rest } = definition;
  const named = options.account ?? definition.account;
  if (named === undefined && readAccount === undefined && options.ledger !== undefined) throw needsAccount(api.name);
  const account = named ?? definition.credentialMark ?? '';
  const fetch = options.fetch === undefined ? platformFetch : customFetch(options.fetch);
  const budget = createRetryBudget();
  const resolve = (meta: OperationMeta): Operation => {
    const limiter = limiterOf(`${api.name} ${options.baseUrl} ${account}`, bucketOf?.(meta) ?? 'all', options);
    const sending = { ...meta, fetch, budget, limiter, refresh: definition.refresh };
    return {
      ...sending,
      baseUrl: serverOf?.(meta) ?? options.baseUrl,
      phones: phonesOf?.(meta) ?? meta.phones ?? [],
      send: createPipeline(sending),
    };
  };
  const operations = new Map<string, Operation>();
  return {
    ...rest,
    account,
    readAccount: named === undefined ? readAccount : undefined,
    name: api.name,
    api,
    options,
    flights: new Map(STANDING),
    idempotencyStore: new IdempotencyStore(),
    http: api.createClient({ baseUrl: options.baseUrl, Request: Address }) as HttpClient,
    parsePhone: undefined,
    resolve,
    operationOf(id) {
      let operation = operations.get(id);
      if (operation !== undefined) return operation;
      const meta = api.operations[id];
      if (meta === undefined)
        throw new LeadwireError('misconfigured', `${api.name} has no operation ${id}`, { provider: api.name });
      operation = resolve(meta);
      operations.set(id, operation);
      return operation;
    },
  };
}

/** Entries that stay, under names that no call has: V8 makes the table of a map anew when it is emptied, a fifth of the cost of a call that is alone. */
const STANDING = Array.from({ length: 16 }, (_, index) => [`${index}`, new Promise<never>(() => undefined)] as const);

function limiterOf(account: string, bucket: string, options: ResolvedOptions): Limiter | undefined {
  if (options.limits === undefined) return undefined;
  const rates = options.bucketLimits?.[bucket] ?? options.limits;
  const name = `${account} ${bucket}`;
  return options.sharedLimiter === undefined
    ? sharedLimiter(options.clock, name, rates)
    : bindLimiter({ limiter: options.sharedLimiter, name, rates });
}

/** A credential is replaced one day, and its keys would be forgotten with it: a call that was placed would be placed again. */
const needsAccount = (provider: string): LeadwireError =>
  new LeadwireError('misconfigured', `${provider}: a client with a ledger needs account`, {
    provider,
    issues: [{ path: 'account', message: 'is required with ledger', code: 'missing-account' }],
    hint: 'Pass account: a name of the account at the provider that stays the same when its key is replaced.',
  });

/** A method for every operation of the metadata. */
function resourcesOf<Operations>(provider: Provider): Resources<Operations> {
  const resources: Record<string, Record<string, unknown>> = {};
  for (const operation of Object.values(provider.api.operations)) {
    const [resource = '', method = ''] = operation.id.split('.');
    resources[resource] ??= {};
    resources[resource][method] = methodOf(provider, operation);
  }
  return resources as Resources<Operations>;
}

function methodOf(provider: Provider, { body, hasQuery, id, pathParams = [] }: OperationMeta) {
  const takesInput = body !== undefined || hasQuery === true;
  return (...args: unknown[]) => {
    const path: Record<string, unknown> = {};
    for (const [index, name] of pathParams.entries()) path[name] = args[index];
    const given = takesInput ? args[pathParams.length] : undefined;
    const options = (args[pathParams.length + Number(takesInput)] ?? NO_OPTIONS) as CallOptions & { query?: unknown };
    const input: CallInput =
      body === undefined ? { path, query: given, options } : { path, body: given, query: options.query, options };
    const operation = provider.operationOf(id);
    const first = runCall(provider, operation, input);
    if (operation.pagination === undefined) return new Call(first);
    const run = (next: CallInput) => runCall(provider, operation, next);
    return createPages({ provider, operation, input, run }, first);
  };
}
