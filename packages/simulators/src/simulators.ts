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
  /** The same seed and the same requests give the same ids, answers and faults. 1 unless it is set. */
  readonly seed?: number;
  /** Rules, or a script such as `topcalls leads.create: 429 then 503`. */
  readonly faults?: readonly FaultRule[] | string;
  /** The share of all requests, 0 to 1, that meet a fault. */
  readonly faultRate?: number;
  /** What `faultRate` draws from; by default all faults that end of themselves. */
  readonly faultMix?: readonly FaultName[];
  /** `real` flows, `manual` stands still until it is moved, or a clock to follow. `real` unless `now` is set. */
  readonly clock?: ClockOption;
  /** Where time starts, in milliseconds since the epoch or as a date. */
  readonly now?: number | Date;
  /** Real milliseconds before each answer, or the least and the most, drawn by seed. 0 unless it is set. */
  readonly latencyMs?: number | readonly [least: number, most: number];
  /** How far the vendors' clocks are ahead, in milliseconds: in their `Date` headers and in all times they tell. 0 unless it is set. */
  readonly vendorClockOffsetMs?: number;
  /** How long lists and searches of leads do not show a new one, in simulated milliseconds. 0 unless it is set. */
  readonly searchLagMs?: number;
  /** Whether requests are checked against the spec. `true` unless it is set. */
  readonly strict?: boolean;
  /** How many requests, the newest, keep their headers and body in the record. 100,000 unless it is set. */
  readonly recordLimit?: number;
  /** How many requests, effects and webhooks the record holds of each, the newest. 1,000,000 unless it is set. */
  readonly historyLimit?: number;
  /** Bearer tokens that are refused, as deleted ones are: a list of them, or whether one is. Every other one will do. */
  readonly tokens?: { readonly bad: readonly string[] | ((token: string) => boolean) };
  /** Where webhooks go instead of the network: a handler of the caller. */
  readonly webhookReceiver?: WebhookReceiver;
}

/** The stand-ins, each with its state under the provider's name, with one clock, one record and one plan of faults. */
export interface Simulators extends ProviderStates {
  /** MSW handlers of the vendors' real addresses, for node and browser. */
  readonly handlers: HttpHandler[];
  /** A fetch that answers for the vendors' real addresses, with neither socket nor MSW. */
  readonly fetch: typeof globalThis.fetch;
  /** Serves all of them on 127.0.0.1; 0 takes a free port. Node only. */
  listen(port?: number): Promise<SimulatorServer>;
  readonly requests: readonly RequestRecord[];
  readonly effects: readonly EffectRecord[];
  readonly webhooks: readonly WebhookRecord[];
  /** How many of each there have been, those included that the record has forgotten. */
  readonly counts: RecordCounts;
  readonly clock: SimulatorClock;
  /** Adds a fault until the next reset. */
  fail(rule: FaultRule): void;
  /** Says what happens to the next requests of one operation, or of any, as in `429 then ok then cut-after-commit`, until the next reset. */
  script(provider: ProviderName, operation: string | undefined, steps: string): void;
  /** Back to how they were made: state, record, faults, clock and chance. */
  reset(): void;
  /** Ends the servers and all that is under way, and forgets what was put off: nothing is left that keeps a process alive. */
  close(): Promise<void>;
}
