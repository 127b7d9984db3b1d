import type { EffectClass } from '../effect.ts';
import type { ErrorKind, Issue, LeadwireError } from '../errors.ts';
import type { OperationMeta, PhoneField } from '../operation.ts';
import type { CallOptions } from '../options.ts';
import type { MaybePromise } from '../transport/credentials.ts';
import type { HttpRequest } from '../transport/request.ts';

/** What a provider's error body means. */
export interface ProviderFailure {
  /** Where the status alone would say something else. */
  readonly kind?: ErrorKind | undefined;
  /** The provider's own code. */
  readonly code?: string | undefined;
  readonly issues?: readonly Issue[] | undefined;
  readonly hint?: string | undefined;
}

/** What an error body names as wrong; where it names nothing, its text is the one reason there is. A 5xx says nothing of the request. */
export const reasonsIn = (named: readonly Issue[], text: unknown, status: number): readonly Issue[] =>
  named.length === 0 && typeof text === 'string' && text !== '' && status < 500 ? [{ path: '', message: text }] : named;

type ReadFailure = (status: number, body: unknown, operation: OperationMeta) => ProviderFailure;

/** What a provider package says of its provider, beyond what its spec says. */
export interface ProviderDefinition {
  /** The account's own id at the provider, which outlives its credentials; undefined where none is known. Ledgers and limits are kept by it. */
  readonly account?: string | undefined;
  /** The account's own id where only a login tells it: asked before a ledger is, by a client that was given no `account`. */
  readonly readAccount?: (() => Promise<string>) | undefined;
  /** Keeps the limits of several credentials apart where no account is known. */
  readonly credentialMark?: string | undefined;
  /** Headers of an operation's credentials. */
  headersOf(operation: OperationMeta): MaybePromise<Record<string, string>>;
  /** Query parameters of its credentials, where the provider takes a key in the address. */
  queryOf?(operation: OperationMeta): MaybePromise<Record<string, string>>;
  /** Path parameters that come from the client's options. */
  clientParams?(operation: OperationMeta): MaybePromise<Record<string, string>>;
  /** New credentials after a 401: the request to replay, or undefined. */
  readonly refresh?: ((operation: OperationMeta, request: HttpRequest) => Promise<HttpRequest | undefined>) | undefined;
  /** The base URL of an operation whose spec names another server. */
  serverOf?(operation: OperationMeta): string | undefined;
  /** Which limiter an operation goes through, where there are several. */
  bucketOf?(operation: OperationMeta): string;
  /** A request as it is validated, with its faults; undefined where it needs no change. Pure. */
  prepare?(operation: OperationMeta, given: RequestDraft): RevisedDraft | undefined;
  /** Phones beyond those of the spec, for fields with free names. */
  phonesOf?(operation: OperationMeta): readonly PhoneField[];
  /** By operation: what a body still needs once its phones are in wire form; undefined where it needs nothing. Pure. */
  readonly finish?: Readonly<Record<string, (body: unknown) => Pick<RevisedDraft, 'body' | 'issues'> | undefined>>;
  /** A response in its present shape, whichever version of the API sent it. Pure. */
  decode?(value: unknown, operation: OperationMeta): unknown;
  readFailure: ReadFailure;
  /** What to do next, where the provider has its own advice. */
  readonly hints?: Partial<Record<ErrorKind, string>>;
  /** By operation: how to find out what happened to a call whose response was lost. */
  readonly reconcile?: Readonly<Record<string, Reconcile>>;
  /** By operation: a nearer reason for a refusal, where the provider's own says too little. */
  readonly explain?: Readonly<Record<string, (refused: LostCall) => Promise<LeadwireError | undefined>>>;
}

export interface RequestDraft {
  readonly body: unknown;
  readonly query: unknown;
  readonly path: Readonly<Record<string, unknown>>;
}

export interface RevisedDraft extends RequestDraft {
  readonly issues?: readonly Issue[];
}

/** A call that may have been processed, and whose response was lost. */
export interface LostCall {
  readonly body: unknown;
  readonly query: unknown;
  /** Milliseconds since the epoch. */
  readonly firstSentAt: number;
  readonly error: LeadwireError;
  readonly effectClass: EffectClass;
  /** How often a look-up has sent it again so far. */
  readonly resends: number;
  /** For the look-up's own calls: the same signal, and what is left of the deadline. */
  readonly options: Pick<CallOptions, 'signal' | 'deadlineMs' | 'resendOnMiss' | 'confirmedElsewhere'>;
}

export type ReconcileResult =
  /** It is there, most likely ours; `existed` where it is older than our first send. */
  | { readonly kind: 'found'; readonly value: unknown; readonly existed?: boolean }
  /** It is not there: send it again. */
  | { readonly kind: 'resend' }
  /** A person must look. */
  | { readonly kind: 'parked'; readonly lookup: Readonly<Record<string, unknown>>; readonly reason: string }
  /** The look-up failed: the failure stands, and the next attempt looks again. */
  | { readonly kind: 'open'; readonly lookup?: Readonly<Record<string, unknown>>; readonly error?: LeadwireError };

export type Reconcile = (lost: LostCall) => Promise<ReconcileResult>;
