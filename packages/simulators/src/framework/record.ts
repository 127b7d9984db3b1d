import type { FaultName } from './faults/rule.ts';
import type { EffectKind } from './provider.ts';
import type { RawQuery } from './routing/query.ts';

/** One request that arrived. */
export interface RequestRecord<Provider extends string = string> {
  readonly provider: Provider;
  /** Undefined for a request that the spec does not know. */
  readonly operationId: string | undefined;
  readonly method: string;
  /** Below the base URL, as it was sent. */
  readonly path: string;
  readonly query: RawQuery;
  /** By lower-case name, credentials masked. Empty for all but the newest `recordLimit` requests. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for all but the newest `recordLimit` requests. */
  readonly body: unknown;
  /** Simulated milliseconds since the epoch. */
  readonly at: number;
  /** The status of the response; undefined if the connection broke before it. */
  readonly status: number | undefined;
  readonly fault?: FaultName;
  /** Where the request differs from the spec. */
  readonly violations?: readonly string[];
}

/** A record that was created or changed. */
export interface EffectRecord<Provider extends string = string> {
  readonly provider: Provider;
  readonly operationId: string;
  readonly kind: EffectKind;
  readonly resource: string;
  readonly id: string | number;
  /** The number of the request that did it, counted from 0: its place in `requests`, as long as all are kept. -1 for what no request did. */
  readonly request: number;
  readonly at: number;
}

/** How many there were since the last reset, including those that the record no longer holds. */
export interface RecordCounts {
  readonly requests: number;
  readonly effects: number;
  readonly webhooks: number;
}

/** One try at sending a webhook. */
export interface WebhookRecord<Provider extends string = string> {
  readonly provider: Provider;
  readonly event: string;
  readonly url: string;
  readonly body: unknown;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Simulated milliseconds since the epoch. */
  readonly at: number;
  /** The status of the receiver's response; undefined before it, and if the receiver could not be reached. */
  readonly status: number | undefined;
}

/** A record whose last fields are still to be written. */
export type Open<Record> = { -readonly [Key in keyof Record]: Record[Key] };

const SECRET_HEADER = /^(authorization|proxy-authorization|cookie)$|token|secret|password|api-?key/;

function masked(name: string, value: string): string {
  const scheme = name === 'authorization' ? /^(\S+)\s+\S/.exec(value)?.[1] : undefined;
  return scheme === undefined ? '***' : `${scheme} ***`;
}

/** The headers without credentials, safe to print. */
export function maskHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    const text = typeof value === 'string' ? value : value.join(', ');
    shown[name] = SECRET_HEADER.test(name) ? masked(name, text) : text;
  }
  return shown;
}
