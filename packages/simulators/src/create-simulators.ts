import { createScheduler } from './framework/clock.ts';
import { createExchange } from './framework/exchange.ts';
import { createFaultPlan } from './framework/faults/plan.ts';
import { parseSteps } from './framework/faults/script.ts';
import { networkError, toIncoming, toResponse } from './framework/http/fetch.ts';
import { createHandlers } from './framework/http/msw-handlers.ts';
import { type OptionNames, requireKnown } from './framework/known-names.ts';
import { createRandom } from './framework/random.ts';
import { mountsOf, straysOf } from './framework/routing/mounts.ts';
import { createWebhookSender } from './framework/webhooks.ts';
import { definitions, OPERATION_IDS, type ProviderName, type ProviderStates } from './registry.ts';
import type {
  EffectRecord,
  RequestRecord,
  SimulatorServer,
  Simulators,
  SimulatorsOptions,
  WebhookRecord,
} from './simulators.ts';

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

const OPTIONS: OptionNames<Omit<SimulatorsOptions, ProviderName>> = {
  seed: true,
  faults: true,
  faultRate: true,
  faultMix: true,
  clock: true,
  now: true,
  latencyMs: true,
  vendorClockOffsetMs: true,
  searchLagMs: true,
  listedPhones: true,
  strict: true,
  recordLimit: true,
  historyLimit: true,
  tokens: true,
  webhookReceiver: true,
};

/** Those of each provider, and of the tokens, too. */
function requireKnownOptions(options: SimulatorsOptions): void {
  const own = Object.fromEntries(definitions.map(([name]) => [name, true as const]));
  requireKnown('createSimulators', options, { ...OPTIONS, ...own });
  requireKnown('createSimulators: tokens', options.tokens ?? {}, { bad: true });
  for (const [name, definition] of definitions)
    requireKnown(`createSimulators: ${name}`, options[name] ?? {}, definition.options ?? {});
}

/**
 * Stateful simulators of the lead APIs: they keep what they receive.
 * @throws TypeError for an unknown option, with the one that was most likely meant
 * @example
 * const simulators = createSimulators({ seed: 7, faults: 'topcalls leads.create: 503 then ok' })
 * const server = setupServer(...simulators.handlers)
 */
export function createSimulators(options: SimulatorsOptions = {}): Simulators {
  requireKnownOptions(options);
  const random = createRandom(options.seed ?? 1);
  const latencyRandom = random.fork('latency');
  const { historyLimit = 1_000_000, recordLimit = 100_000, strict = true } = options;
  const closing = new AbortController();
  const clock = createScheduler(options);
  const faults = createFaultPlan(options, random.fork('faults'), OPERATION_IDS);
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
    listedPhones: options.listedPhones ?? 'stored',
  });
  const providers = definitions.map(([name, { api, create }]) => {
    const provider = create(exchange.contextFor(name), options[name] ?? {});
    exchange.mount(name, api, provider);
    return [name, provider] as const;
  });
  const mounts = definitions.flatMap(([name, definition]) => mountsOf(name, definition));
  const places = [...mounts, ...definitions.flatMap(([name, { api }]) => straysOf(name, api))];
  const servers = new Set<SimulatorServer>();

  async function simulatedFetch(input: Parameters<typeof globalThis.fetch>[0], init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const mount = places.find(({ baseUrl }) => request.url.startsWith(`${baseUrl}/`));
    if (mount === undefined) throw new TypeError(`No simulator responds at ${new URL(request.url).origin}`);
    return toResponse(exchange.handle(mount, await toIncoming(request, mount)), request.signal, closing.signal);
  }

  return {
    ...(Object.fromEntries(providers.map(([name, { state }]) => [name, state])) as unknown as ProviderStates),
    handlers: createHandlers(places, exchange, closing.signal),
    fetch: simulatedFetch,
    async listen(port = 0) {
      // Loaded here, and another file in a browser, so that the rest can be bundled for one.
      const { listen } = await import('#server');
      const server = (await listen(port, { mounts, all: places }, exchange)) as SimulatorServer;
      servers.add(server);
      return server;
    },
    requests: exchange.requests.kept as readonly RequestRecord[],
    effects: exchange.effects.kept as readonly EffectRecord[],
    webhooks: webhooks.sent.kept as readonly WebhookRecord[],
    get counts() {
      return {
        requests: exchange.requests.count,
        effects: exchange.effects.count,
        webhooks: webhooks.sent.count,
      };
    },
    clock,
    fail: faults.add,
    script: (provider, operation, steps) =>
      faults.addScript({ provider, ...(operation !== undefined && { operation }), steps: parseSteps(steps) }),
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
