import type { HttpHandler } from 'msw';
import { type ClockOption, createScheduler, type SimulatorClock } from './clock.ts';
import { createExchange } from './exchange.ts';
import { createFaultPlan } from './faults/plan.ts';
import type { FaultName, FaultRule } from './faults/rule.ts';
import { parseSteps } from './faults/script.ts';
import { networkError, toIncoming, toResponse } from './fetch.ts';
import { type Mount, mountsOf, straysOf } from './mounts.ts';
import { createHandlers } from './msw-handlers.ts';
import { MAKERS, type ProviderOptions, type ProviderStates } from './providers.ts';
import { createRandom } from './random.ts';
import type { EffectRecord, RecordCounts, RequestRecord, WebhookRecord } from './record.ts';
import type { SimulatorServer } from './server.ts';
import type { Provider, ProviderName, SimulatorContext } from './simulator.ts';
import { createWebhookSender, type WebhookReceiver } from './webhooks.ts';

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
  /** Says what happens to the next requests, as in `429 then ok then cut-after-commit`, until the next reset. */
  script(provider: ProviderName, operation: string, steps: string): void;
  /** Back to how they were made: state, record, faults, clock and chance. */
  reset(): void;
  /** Ends the servers and all that is under way, and forgets what was put off: nothing is left that keeps a process alive. */
  close(): Promise<void>;
}

type MakeProvider = (context: SimulatorContext, options: object) => Provider;

function badTokensOf(bad: NonNullable<SimulatorsOptions['tokens']>['bad'] = []): (token: string) => boolean {
  if (typeof bad === 'function') return bad;
  const tokens = new Set(bad);
  return (token) => tokens.has(token);
}

function latencyOf(latencyMs: SimulatorsOptions['latencyMs'], next: () => number): () => number {
  if (latencyMs === undefined || typeof latencyMs === 'number') return () => latencyMs ?? 0;
  const [least, most] = latencyMs;
  return () => least + next() * (most - least);
}

/**
 * Stand-ins of TopCalls, Autocalls, telecrm and Pulse CRM that keep state.
 * @example
 * const simulators = createSimulators({ seed: 7, faults: 'topcalls leads.create: 503 then ok' })
 * const server = setupServer(...simulators.handlers)
 */
export function createSimulators(options: SimulatorsOptions = {}): Simulators {
  const random = createRandom(options.seed ?? 1);
  const latencyRandom = random.fork('latency');
  const { historyLimit = 1_000_000, recordLimit = 100_000, strict = true } = options;
  const closing = new AbortController();
  const clock = createScheduler(options);
  const faults = createFaultPlan(options, random.fork('faults'), createRandom);
  const receiver = options.webhookReceiver;
  const webhooks = createWebhookSender({ clock, receiver, historyLimit, closing: closing.signal });
  const exchange = createExchange({
    clock,
    random,
    faults,
    webhooks,
    strict,
    recordLimit,
    historyLimit,
    latencyMs: latencyOf(options.latencyMs, latencyRandom.next),
    isBadToken: badTokensOf(options.tokens?.bad),
    vendorClockOffsetMs: options.vendorClockOffsetMs ?? 0,
    searchLagMs: options.searchLagMs ?? 0,
  });
  const providers = Object.entries(MAKERS).map(([key, make]): [ProviderName, Provider] => {
    const name = key as ProviderName;
    return [name, (make as MakeProvider)(exchange.contextFor(name), options[name] ?? {})];
  });
  const mounts = providers.flatMap(([name, provider]): Mount[] => {
    exchange.mount(name, provider);
    return mountsOf(name, provider);
  });
  const places = [...mounts, ...providers.flatMap(([name, provider]) => straysOf(name, provider))];
  const servers = new Set<SimulatorServer>();

  async function answer(input: Parameters<typeof globalThis.fetch>[0], init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const mount = places.find(({ baseUrl }) => request.url.startsWith(`${baseUrl}/`));
    if (mount === undefined) throw new TypeError(`No simulator answers for ${new URL(request.url).origin}`);
    return toResponse(exchange.handle(mount, await toIncoming(request, mount)), request.signal, closing.signal);
  }

  return {
    ...(Object.fromEntries(providers.map(([name, { state }]) => [name, state])) as unknown as ProviderStates),
    handlers: createHandlers(places, exchange, closing.signal),
    fetch: answer,
    async listen(port = 0) {
      // Loaded here, and another file in a browser, so that the rest can be bundled for one.
      const { listen } = await import('#server');
      const server = await listen(port, { mounts, all: places }, exchange);
      servers.add(server);
      return server;
    },
    requests: exchange.requests.kept,
    effects: exchange.effects.kept,
    webhooks: webhooks.sent.kept,
    get counts() {
      return {
        requests: exchange.requests.count,
        effects: exchange.effects.count,
        webhooks: webhooks.sent.count,
      };
    },
    clock,
    fail: faults.add,
    script: (provider, operation, steps) => faults.addScript({ provider, operation, steps: parseSteps(steps) }),
    reset() {
      latencyRandom.reset();
      clock.reset();
      faults.reset();
      webhooks.reset();
      exchange.reset();
      for (const [, provider] of providers) provider.reset();
    },
    async close() {
      clock.close();
      closing.abort(networkError());
      await Promise.all(Array.from(servers, (server) => server.close()));
      servers.clear();
    },
  };
}
