import { LeadwireError } from '../errors.ts';
import type { GeneratedApi, HttpClient, OperationMeta } from '../operation.ts';
import type { CallOptions, ResolvedOptions } from '../options.ts';
import type { CallResult } from '../result.ts';
import { sharedLimiter } from '../transport/limiter.ts';
import { customFetch, HttpRequest, platformFetch } from '../transport/request.ts';
import { createRetryBudget } from '../transport/retry-budget.ts';
import { bindLimiter } from '../transport/shared-limiter.ts';
import { Call, type PagedCall } from './call.ts';
import type { CallInput } from './call-context.ts';
import { CallRequest, fetchForCall } from './execute.ts';
import { IdempotencyStore } from './idempotency-store.ts';
import { createPages } from './paginate.ts';
import type { Provider, ProviderDefinition, RunInput } from './provider-definition.ts';
import { createRawFetch } from './raw.ts';
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

type Run = (operationId: string, input: RunInput) => Promise<CallResult<unknown>>;

export interface Client<Operations, Raw> {
  readonly resources: Resources<Operations>;
  /** The openapi-fetch client, with credentials, retries and limits applied. */
  readonly raw: Raw;
  /** One operation by its id; what the typed methods and the look-ups of reconcile are made of. */
  readonly run: Run;
  readonly provider: Provider;
}

/** A provider's client: the generated operations, the steps of a call, and the definition that its package brings. */
export function createClient<Operations, Raw>(
  api: GeneratedApi,
  options: ResolvedOptions,
  definition: ProviderDefinition,
): Client<Operations, Raw> {
  const provider = createProvider(api, options, definition);
  const run: Run = (id, { path = NO_PATH, body, query, options: given = {} }) =>
    runCall(provider, operationOf(provider, id), { path, body, query, options: given });
  const raw = api.createClient({
    baseUrl: options.baseUrl,
    Request: HttpRequest,
    fetch: createRawFetch(provider),
  }) as Raw;
  return { resources: resourcesOf<Operations>(provider, run), raw, run, provider };
}

function createProvider(api: GeneratedApi, options: ResolvedOptions, definition: ProviderDefinition): Provider {
  const { bucketOf, serverOf, phonesOf, ...rest } = definition;
  const named = options.account ?? definition.account;
  if (named === undefined && options.ledger !== undefined) throw needsAccount(api.name);
  const account = named ?? definition.credentialMark ?? '';
  const own = options.fetch;
  return {
    ...rest,
    account,
    name: api.name,
    api,
    options,
    budget: createRetryBudget(),
    flights: new Map(),
    idempotencyStore: new IdempotencyStore(),
    http: api.createClient({
      baseUrl: options.baseUrl,
      Request: CallRequest,
      fetch: fetchForCall,
      bodySerializer: asIs,
    }) as HttpClient,
    fetch: own === undefined ? platformFetch : customFetch(own),
    limiterOf(operation) {
      if (options.limits === undefined) return undefined;
      const bucket = bucketOf?.(operation) ?? 'all';
      const name = `${api.name} ${options.baseUrl} ${account} ${bucket}`;
      const rates = limitsOf(options, bucket);
      return options.sharedLimiter === undefined
        ? sharedLimiter(options.clock, name, rates)
        : bindLimiter(options.sharedLimiter, name, rates);
    },
    baseUrlOf: (operation) => serverOf?.(operation) ?? options.baseUrl,
    phonesOf: phonesOf ? (operation) => phonesOf(operation) : (operation) => operation.phones ?? NO_PHONES,
  };
}

/** A credential is replaced one day, and its keys would be forgotten with it: a call that was placed would be placed again. */
const needsAccount = (provider: string): LeadwireError =>
  new LeadwireError('misconfigured', `${provider}: a client with a ledger needs account`, {
    provider,
    issues: [{ path: 'account', message: 'is required with ledger', code: 'missing-account' }],
    hint: 'Pass account: a name of the account at the provider that stays the same when its key is replaced.',
  });

/** A body is written once, when the request is prepared. */
const asIs = (body: unknown): unknown => body;

const NO_PHONES: readonly never[] = [];
const NO_PATH = {};
const NO_OPTIONS = {};

const limitsOf = (options: ResolvedOptions, bucket: string) => options.bucketLimits?.[bucket] ?? options.limits ?? [];

function operationOf(provider: Provider, id: string): OperationMeta {
  const operation = provider.api.operations[id];
  if (operation === undefined)
    throw new LeadwireError('misconfigured', `${provider.name} has no operation ${id}`, { provider: provider.name });
  return operation;
}

/** A method for every operation of the metadata. */
function resourcesOf<Operations>(provider: Provider, run: Run): Resources<Operations> {
  const resources: Record<string, Record<string, unknown>> = {};
  for (const operation of Object.values(provider.api.operations)) {
    const [resource = '', method = ''] = operation.id.split('.');
    resources[resource] ??= {};
    resources[resource][method] = methodOf(provider, operation, run);
  }
  return resources as Resources<Operations>;
}

function methodOf(provider: Provider, operation: OperationMeta, run: Run) {
  const names = operation.pathParams ?? [];
  const takesBody = operation.body !== undefined;
  const takesInput = takesBody || operation.hasQuery === true;
  return (...args: unknown[]) => {
    const path = names.length === 0 ? NO_PATH : Object.fromEntries(names.map((name, index) => [name, args[index]]));
    const given = takesInput ? args[names.length] : undefined;
    const options = (args[names.length + (takesInput ? 1 : 0)] ?? NO_OPTIONS) as CallOptions & { query?: unknown };
    const input: CallInput = takesBody
      ? { path, body: given, query: options.query, options }
      : { path, query: given, options };
    const first = runCall(provider, operation, input);
    if (operation.pagination === undefined) return new Call(first);
    return createPages(operation, input, first, (next) => run(operation.id, next), provider);
  };
}
