import type { Observer } from '../events.ts';
import type { GeneratedApi, HttpClient, OperationMeta, PhoneField } from '../operation.ts';
import type { CallOptions, ResolvedOptions } from '../options.ts';
import type { PhoneParser } from '../phone/parse-phone.ts';
import type { CallResult } from '../result.ts';
import type { Bounds, Send, Sending } from '../transport/execution.ts';
import type { IdempotencyStore } from './idempotency/idempotency-store.ts';
import type { ProviderDefinition } from './provider-definition.ts';

/** An operation of one client: its metadata, and how the client sends it. */
export interface Operation extends OperationMeta, Sending {
  readonly baseUrl: string;
  readonly phones: readonly PhoneField[];
  /** The transport pipeline. */
  readonly send: Send;
}

/** A provider ready to be called. */
export interface Provider extends Omit<ProviderDefinition, 'account' | 'bucketOf' | 'serverOf' | 'phonesOf'> {
  readonly name: string;
  readonly account: string;
  readonly api: GeneratedApi;
  readonly options: ResolvedOptions;
  /** The calls under way, by what makes two of them the same. */
  readonly flights: Map<string, Promise<CallResult<unknown>>>;
  readonly idempotencyStore: IdempotencyStore;
  /** openapi-fetch's client. */
  readonly http: HttpClient;
  /** Loaded with the first phone. */
  parsePhone: PhoneParser | undefined;
  /** @throws LeadwireError of kind `misconfigured` for an id that the spec does not have */
  operationOf(id: string): Operation;
  /** How this client sends an operation. */
  resolve(operation: OperationMeta): Operation;
}

/** What the caller gave for one operation. */
export interface CallInput {
  readonly path: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly query?: unknown;
  readonly options: CallOptions;
}

/** The options of a call that was given none; as most calls are, they need no check. */
export const NO_OPTIONS: CallOptions = {};

/** One call, the same from its first step to its last. */
export interface CallContext extends Bounds {
  readonly provider: Provider;
  readonly operation: Operation;
  readonly input: CallInput;
  readonly observe: Observer;
}

/** What one operation is run with. */
export type RunInput = Partial<CallInput>;
