import type { HttpHandler } from 'msw';
import type { ClockOption, SimulatorClock } from './framework/clock.ts';
import type { FaultRule as AnyFaultRule, FaultName } from './framework/faults/rule.ts';
import type { SimulatorServer as AnyServer } from './framework/http/server.ts';
import type {
  EffectRecord as AnyEffect,
  RequestRecord as AnyRequest,
  WebhookRecord as AnyWebhook,
  RecordCounts,
} from './framework/record.ts';
import type { WebhookReceiver } from './framework/webhooks.ts';
import type { ProviderName, ProviderOptions, ProviderStates, SimulatorUrls } from './registry.ts';

export type FaultRule = AnyFaultRule<ProviderName>;
export type RequestRecord = AnyRequest<ProviderName>;
export type EffectRecord = AnyEffect<ProviderName>;
export type WebhookRecord = AnyWebhook<ProviderName>;

export interface SimulatorServer extends AnyServer {
  readonly urls: SimulatorUrls;
}

export interface SimulatorsOptions extends ProviderOptions {
  /** The same seed and the same requests give the same ids, responses and faults. @default 1 */
  readonly seed?: number;
  /** Rules, or a script such as `topcalls leads.create: 429 then 503`. */
  readonly faults?: readonly FaultRule[] | string;
  /** The share of all requests, 0 to 1, that get a fault. */
  readonly faultRate?: number;
  /** What `faultRate` draws from. @default all faults that do not stall */
  readonly faultMix?: readonly FaultName[];
  /** `real` is the system's time, `manual` stands still until it is advanced, or a clock to follow. @default 'real', or 'manual' with `now` */
  readonly clock?: ClockOption;
  /** Where time starts, in milliseconds since the epoch or as a date. */
  readonly now?: number | Date;
  /** Real milliseconds before each response, or the least and the most, drawn by seed. @default 0 */
  readonly latencyMs?: number | readonly [least: number, most: number];
  /** Milliseconds by which the vendors' clocks are ahead, in their `Date` headers and in every time they show. @default 0 */
  readonly vendorClockOffsetMs?: number;
  /** Simulated milliseconds before lists and searches show a new lead. @default 0 */
  readonly searchLagMs?: number;
  /** How lists and searches show phones: as the vendor stores them, or in the national format of their country. @default 'stored' */
  readonly listedPhones?: 'stored' | 'national';
  /** Whether requests are checked against the spec. @default true */
  readonly strict?: boolean;
  /** How many of the newest requests keep their headers and body in the record. @default 100000 */
  readonly recordLimit?: number;
  /** How many of the newest requests, effects and webhooks the record holds. @default 1000000 */
  readonly historyLimit?: number;
  /** Bearer tokens that are refused as deleted ones are: a list, or a function. Any other token is accepted. */
  readonly tokens?: { readonly bad: readonly string[] | ((token: string) => boolean) };
  /** Receives webhooks instead of the network. */
  readonly webhookReceiver?: WebhookReceiver;
}

/** The simulators, each with its state under the provider's name, with one clock, one record and one plan of faults. */
export interface Simulators extends ProviderStates {
  /** MSW handlers of the vendors' real addresses, for node and browser. */
  readonly handlers: HttpHandler[];
  /** A fetch for the vendors' real addresses, without a socket and without MSW. */
  readonly fetch: typeof globalThis.fetch;
  /** Serves all of them on 127.0.0.1; port 0 takes a free one. Node only. */
  listen(port?: number): Promise<SimulatorServer>;
  readonly requests: readonly RequestRecord[];
  readonly effects: readonly EffectRecord[];
  readonly webhooks: readonly WebhookRecord[];
  /** How many of each there were, including those that the record no longer holds. */
  readonly counts: RecordCounts;
  readonly clock: SimulatorClock;
  /** Adds a fault until the next reset. */
  fail(rule: FaultRule): void;
  /** Sets the faults of the next requests of one operation, or of any, until the next reset: `429 then ok then cut-after-commit`. */
  script(provider: ProviderName, operation: string | undefined, steps: string): void;
  /** Resets state, record, faults, clock and randomness. */
  reset(): void;
  /** Ends the servers and every pending request, and forgets scheduled work: nothing keeps the process alive. */
  close(): Promise<void>;
}
