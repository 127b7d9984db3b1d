/**
 * The contract between the framework and one provider. The framework routes, asks the provider to authorize, checks against the
 * generated schemas, records, breaks connections and sends webhooks; a provider holds state and responds to operations.
 *
 * A provider lives in `src/<name>/provider.ts`, which exports `<name>: ProviderDefinition`, `<Name>Options` and `<Name>State`;
 * one line in providers.ts registers it.
 */
import type { OptionNames } from './known-names.ts';
import type { Random } from './random.ts';

/** One fault of a request. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The rule that is broken, as zod names it: `unrecognized_keys`. */
  readonly code?: string | undefined;
  /** For `unrecognized_keys`. */
  readonly keys?: readonly string[];
}

/** The part of a generated zod schema that is used here, so that this package does not depend on zod. */
export interface Schema<Output = unknown> {
  safeParse(value: unknown): { success: true; data: Output } | { success: false; error: { issues: readonly Issue[] } };
  readonly _zod: { readonly output: Output; readonly def: unknown };
}

export interface OperationMeta {
  readonly id: string;
  readonly verb: string;
  readonly path: string;
  readonly body?: 'required' | 'optional';
  /** Where its request holds phones: `fields.phone`. */
  readonly phones?: readonly { readonly in: string; readonly at: string }[];
  /** The operation's own server, where it differs from the spec's first one. */
  readonly server?: string;
}

/** What the framework reads of a generated package's `api`. */
export interface GeneratedApi {
  readonly name: string;
  readonly server: string;
  readonly operations: Readonly<Record<string, OperationMeta>>;
  readonly bodySchemas: Readonly<Record<string, Schema>>;
  readonly querySchemas: Readonly<Record<string, Schema>>;
  readonly resultSchemas: Readonly<Record<string, Schema>>;
}

/** One request that reached its operation. Handlers must not change `body`: the record of requests holds it too. */
export interface Call<Body = unknown, Query = Readonly<Record<string, unknown>>> {
  readonly operationId: string;
  /** Decoded, by their name in the path template. */
  readonly params: Readonly<Record<string, string>>;
  /** Numbers and booleans already read as such, by the query schema. */
  readonly query: Query;
  readonly body: Body;
  /** The bearer token; empty when there is none. */
  readonly token: string;
  /** A request header by its lower-case name. */
  header(name: string): string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; left out for no body at all. */
  readonly body?: unknown;
}

/** Why the framework refuses a request; the provider responds in the vendor's shape. */
export interface Refusal {
  readonly reason: 'invalid-body' | 'invalid-query' | 'unreadable-body' | 'unknown-route' | 'rate-limited' | 'failure';
  /** The usual status; of a `failure` the one to respond with. */
  readonly status: number;
  readonly message: string;
  /** Of an invalid body or query. */
  readonly issues: readonly Issue[];
  /** Of a rate limit; the framework sets the header. */
  readonly retryAfterSeconds: number;
}

export type EffectKind =
  | 'created'
  | 'updated'
  | 'attached'
  | 'detached'
  | 'deleted'
  | 'archived'
  | 'unarchived'
  | 'started'
  | 'stopped'
  | 'completed'
  | 'assigned'
  | 'sent';

/** A POST of JSON to an address of the user. */
export interface WebhookNote {
  /** The vendor's name of the event: `call.completed`. */
  readonly event: string;
  readonly url: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long after each failed try the next one is made, in milliseconds; none when left out. */
  readonly retryDelaysMs?: readonly number[];
}

/** What the framework gives to a provider. */
export interface SimulatorContext {
  /** The vendor's clock: simulated time with the vendor's offset, in milliseconds since the epoch. */
  now(): number;
  /** Whether lists and searches show yet what was made then. */
  isListed(createdAt: number): boolean;
  /** A stored phone as lists and searches show it. */
  listedPhone(phone: string): string;
  /** Seeded: the same seed and the same requests give the same ids. */
  readonly random: Random;
  /**
   * Records an effect of the current request, or of the one that called `later`.
   * @param resource - in the spec's words: `lead`, `call`, `campaign`, `action`
   * @param operationId - for what no request did
   */
  record(kind: EffectKind, resource: string, id: string | number, operationId?: string): void;
  /** Runs `work` once simulated time has moved on by `delayMs`; forgotten by a reset. */
  later(delayMs: number, work: () => void): void;
  /** Sends a webhook from now on, in the background. */
  deliver(webhook: WebhookNote): void;
  /** Whether the test listed this token as refused. */
  isBadToken(token: string): boolean;
  /** The example response of an operation, which shows what the request sent where that fits. */
  example(call: Call): unknown;
  /** The same for a list, with an item for each record. */
  exampleList(call: Call, records: readonly object[]): unknown;
}

/** A value that came as JSON: a field is there or not, but never undefined. */
type Sent<Value> = Value extends object ? { [Key in keyof Value]: Sent<Exclude<Value[Key], undefined>> } : Value;
type BodyOf<Api extends GeneratedApi, Id> = Id extends keyof Api['bodySchemas']
  ? Sent<Api['bodySchemas'][Id]['_zod']['output']>
  : undefined;
type QueryOf<Api extends GeneratedApi, Id> = Id extends keyof Api['querySchemas']
  ? Sent<Api['querySchemas'][Id]['_zod']['output']>
  : Readonly<Record<string, unknown>>;

/** A method's type, not a function's: a handler of one body is then also a handler, whatever the body. */
export type Handler<Body = unknown, Query = Readonly<Record<string, unknown>>> = {
  respond(call: Call<Body, Query>): Reply;
}['respond'];

/** Handlers by operationId, typed from the generated package: `HandlersOf<typeof api>`. */
export type HandlersOf<Api extends GeneratedApi> = {
  readonly [Id in keyof Api['operations']]?: Handler<BodyOf<Api, Id>, QueryOf<Api, Id>>;
};

/** What the handler of one operation takes. */
export type CallOf<Api extends GeneratedApi, Id extends keyof Api['operations']> = Call<
  BodyOf<Api, Id>,
  QueryOf<Api, Id>
>;

/** What providers.ts registers: the generated package, and how the state behind it is made. */
export interface ProviderDefinition<
  Api extends GeneratedApi = GeneratedApi,
  State = unknown,
  Options = never,
  UrlName extends string = never,
> {
  readonly api: Api;
  /** Names of the base URLs after the first, for `server.urls`: `{ telecrmAsync: 'https://next-api.telecrm.in' }`. */
  readonly moreUrls?: Readonly<Record<UrlName, string>>;
  /** The names of its options: any other is refused. @default none */
  readonly options?: OptionNames<Options>;
  create(context: SimulatorContext, options: Options): Provider<Api, State>;
}

/** One provider, as the framework uses it. `State` is what the test sees as `simulators.<name>`. */
export interface Provider<Api extends GeneratedApi = GeneratedApi, State = unknown> {
  readonly state: State;
  /** Operations without a handler respond from their result schema. */
  readonly handlers: HandlersOf<Api>;
  /** Statuses of operations that respond from their schema. @default 200, or 204 without a result */
  readonly statuses?: { readonly [Id in keyof Api['operations']]?: number };
  /** The query parameter that carries the credential, where the vendor takes it there: it is the call's `token`. */
  readonly keyParam?: string;
  /** Operations that take a form with a file beside JSON. Forms are not looked into. */
  readonly forms?: readonly string[];
  /** The vendor's refusal of bad or missing credentials; undefined if they are good. */
  authorize(call: Call): Reply | undefined;
  /**
   * The vendor's response to a refused request. Undefined, for an invalid body or query, accepts the request: its violations stay in the
   * record and the handler gets the value as it was sent.
   */
  refuse(refusal: Refusal, operationId: string | undefined): Reply | undefined;
  /** Resets the provider's state. The framework resets its own. */
  reset(): void;
}
