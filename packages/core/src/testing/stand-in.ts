import type { Call, PagedCall } from '../call/call.ts';
import { createClient, type Runner } from '../call/create-client.ts';
import type { ProviderDefinition } from '../call/provider-definition.ts';
import type { GeneratedApi, HttpClient, HttpClientOptions, OperationMeta, RequestSchema } from '../operation.ts';
import type { ClientOptions } from '../options.ts';
import { resolveOptions } from '../resolve-options.ts';
import { fakeClock } from './fake-clock.ts';

/** One operation of every effect class, of a made-up provider. */
export const STAND_IN_OPERATIONS = {
  'things.list': {
    id: 'things.list',
    verb: 'GET',
    path: '/things',
    effect: 'read',
    hasQuery: true,
    pagination: { style: 'cursor', items: 'items', param: 'cursor', next: 'next', id: 'id' },
  },
  'things.get': { id: 'things.get', verb: 'GET', path: '/things/{id}', effect: 'read', pathParams: ['id'] },
  'things.search': { id: 'things.search', verb: 'POST', path: '/things/search', effect: 'read', body: 'required' },
  'things.create': { id: 'things.create', verb: 'POST', path: '/things', effect: 'unguarded', body: 'required' },
  'things.update': {
    id: 'things.update',
    verb: 'PATCH',
    path: '/things/{id}',
    effect: 'safe-repeat',
    pathParams: ['id'],
    body: 'required',
    unguardedWhen: [{ notes_append: { present: true } }],
  },
  'things.remove': {
    id: 'things.remove',
    verb: 'DELETE',
    path: '/things/{id}',
    effect: 'safe-repeat',
    pathParams: ['id'],
    mayBeEmpty: true,
  },
  'things.fold': { id: 'things.fold', verb: 'PUT', path: '/things', effect: 'natural-key', body: 'required' },
  'things.claim': { id: 'things.claim', verb: 'POST', path: '/things/claim', effect: 'conflict-key', body: 'required' },
  'things.enrol': { id: 'things.enrol', verb: 'POST', path: '/things/enrol', effect: 'dup-flag', body: 'required' },
  'things.queue': { id: 'things.queue', verb: 'POST', path: '/queue', effect: 'queued-upsert', body: 'required' },
  'calls.place': {
    id: 'calls.place',
    verb: 'POST',
    path: '/calls',
    effect: 'keyed',
    body: 'required',
    idempotencyHeader: 'Idempotency-Key',
    phones: [{ in: 'body', at: 'to', form: 'e164' }],
  },
} as const;

/** A method that takes what it is given; the stand-in has no types. */
// biome-ignore lint/suspicious/noExplicitAny: bodies and responses of the stand-in are whatever a test wants
export type StandInMethod<Result = any> = (...args: any[]) => Result;

/** The operations of one of its resources. */
type NameOf<Resource extends string, Id = keyof typeof STAND_IN_OPERATIONS> = Id extends `${Resource}.${infer Name}`
  ? Name
  : never;

export interface StandIn extends Runner {
  readonly things: { readonly [Name in Exclude<NameOf<'things'>, 'list'>]: StandInMethod<Call<unknown>> } & {
    // biome-ignore lint/suspicious/noExplicitAny: see StandInMethod
    readonly list: StandInMethod<PagedCall<any, any>>;
  };
  readonly calls: { readonly [Name in NameOf<'calls'>]: StandInMethod<Call<unknown>> };
}

export interface StandInOptions extends ClientOptions {
  /** What a provider package would bring. */
  readonly definition?: Partial<ProviderDefinition> | undefined;
  /** What answers and bodies are held against, by operation. */
  readonly resultSchemas?: Readonly<Record<string, RequestSchema>> | undefined;
  readonly bodySchemas?: Readonly<Record<string, RequestSchema>> | undefined;
}

const anything: RequestSchema = { safeParse: () => ({ success: true }) };

/** A client of a provider that does not exist: core as a whole, without limits and on a fake clock unless told otherwise. */
export function standIn({ definition, resultSchemas, bodySchemas = {}, ...options }: StandInOptions = {}): StandIn {
  const operations: Readonly<Record<string, OperationMeta>> = STAND_IN_OPERATIONS;
  const api: GeneratedApi = {
    name: 'stand-in',
    title: 'Stand-in',
    server: 'https://stand-in.test',
    security: [],
    createClient: httpClient,
    operations,
    bodySchemas,
    querySchemas: {},
    resultSchemas: { ...Object.fromEntries(Object.keys(operations).map((id) => [id, anything])), ...resultSchemas },
  };
  const resolved = resolveOptions(
    { limits: false, clock: fakeClock(), ...options },
    { provider: 'stand-in', own: {}, baseUrl: api.server, limits: [] },
  );
  const { resources, run, provider } = createClient<Record<string, never>, unknown>(api, resolved, {
    account: 'account',
    headersOf: () => ({ authorization: 'Bearer token' }),
    readFailure: () => ({}),
    ...definition,
  });
  return { ...(resources as unknown as Pick<StandIn, 'things' | 'calls'>), run, provider };
}

interface RequestInit {
  fetch(request: unknown): Promise<{ readonly body: unknown }>;
  readonly baseUrl: string;
  readonly params: { readonly path: Readonly<Record<string, unknown>>; readonly query?: Record<string, string> };
}

/** As much of openapi-fetch as core uses of it: the address is made of its parts, and the body of the response handed on. */
function httpClient({ Request }: HttpClientOptions): HttpClient {
  const Address = Request as new (url: string, init: object) => object;
  return {
    async request(method, path, init) {
      const { baseUrl, fetch, params } = init as unknown as RequestInit;
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params.path[name])));
      const { query = {} } = params;
      const search = Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`;
      const response = await fetch(new Address(`${baseUrl}${filled}${search}`, { method }));
      return { data: response.body };
    },
  };
}
