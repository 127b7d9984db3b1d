import type { Scheduler } from './clock.ts';
import type { FaultPlan } from './faults/plan.ts';
import { createHistory, type History } from './history.ts';
import { type Incoming, MountedProvider } from './mounted-provider.ts';
import { breakOutcome, type Outcome, toOutcome } from './outcome.ts';
import { type ListedPhones, toNational } from './phones.ts';
import type { GeneratedApi, Provider, SimulatorContext } from './provider.ts';
import type { Random } from './random.ts';
import { type EffectRecord, maskHeaders, type Open, type RequestRecord } from './record.ts';
import type { Mount } from './routing/mounts.ts';
import { parseQuery } from './routing/query.ts';
import type { WebhookSender } from './webhooks.ts';

/** Handles requests, up to the outcome to deliver. */
export interface Exchange {
  readonly requests: History<RequestRecord>;
  readonly effects: History<EffectRecord>;
  contextFor(name: string): SimulatorContext;
  mount(name: string, api: GeneratedApi, provider: Provider): void;
  handle(mount: Mount, incoming: Incoming): Outcome;
  reset(): void;
}

interface ExchangeOptions {
  readonly clock: Scheduler;
  readonly random: Random;
  readonly faults: FaultPlan;
  readonly webhooks: WebhookSender;
  readonly strict: boolean;
  readonly recordLimit: number;
  readonly historyLimit: number;
  readonly latencyMs: () => number;
  readonly isBadToken: (token: string) => boolean;
  readonly vendorClockOffsetMs: number;
  readonly searchLagMs: number;
  readonly listedPhones: ListedPhones;
}

interface CurrentRequest {
  readonly number: number;
  readonly operationId: string;
}

const NO_HEADERS: RequestRecord['headers'] = Object.freeze({});

export function createExchange(options: ExchangeOptions): Exchange {
  const { clock, webhooks, strict, recordLimit, historyLimit, latencyMs } = options;
  const requests = createHistory<Open<RequestRecord>>(historyLimit);
  const effects = createHistory<EffectRecord>(historyLimit);
  const providers = new Map<string, MountedProvider>();
  const mountedAs = (name: string) => providers.get(name) as MountedProvider;
  /** One random sequence for each provider, so that requests to one do not change the ids of another. */
  const chances = new Map<string, Random>();
  const vendorNow = () => clock.now() + options.vendorClockOffsetMs;
  /** Every response shows the vendor's clock where it differs from ours. */
  const dated = (outcome: Outcome): Outcome =>
    options.vendorClockOffsetMs === 0
      ? outcome
      : { ...outcome, headers: { ...outcome.headers, date: new Date(vendorNow()).toUTCString() } };
  /** The current request; undefined between requests. */
  let current: CurrentRequest | undefined;

  function during<Result>(request: CurrentRequest | undefined, work: () => Result): Result {
    const before = current;
    current = request;
    try {
      return work();
    } finally {
      current = before;
    }
  }

  /** Adds a request to the record, and removes headers and body of the one that is now too old to keep them. */
  function note(
    mount: Mount,
    { method, path, search, headers }: Incoming,
  ): { record: Open<RequestRecord>; number: number } {
    const record: Open<RequestRecord> = {
      provider: mount.provider,
      operationId: undefined,
      method,
      path,
      query: parseQuery(search),
      headers: recordLimit > 0 ? maskHeaders(headers) : NO_HEADERS,
      body: undefined,
      at: clock.now(),
      status: undefined,
    };
    const number = requests.add(record);
    const old = recordLimit > 0 ? requests.at(number - recordLimit) : undefined;
    if (old !== undefined) {
      old.headers = NO_HEADERS;
      old.body = undefined;
    }
    return { record, number };
  }

  /** The response by the spec, or the fault of the plan. */
  function respond(mount: Mount, incoming: Incoming, record: Open<RequestRecord>, number: number): Outcome {
    const mounted = mountedAs(mount.provider);
    const match = mount.router.match(incoming.method, incoming.path);
    if (match === undefined) return toOutcome(mounted.refuseUnknownRoute(mount, incoming), latencyMs());
    const { id } = match.operation;
    record.operationId = id;
    const call = mounted.toCall(id, match.params, record.query, incoming);
    const whole = () => {
      const reply = during({ number, operationId: id }, () => mounted.perform(call, incoming, record));
      return toOutcome(reply, latencyMs());
    };
    const fault = options.faults.next(mount.provider, id);
    if (fault === undefined) return whole();
    record.fault = fault.fault;
    const breakage = {
      fault,
      now: clock.now(),
      address: incoming.address,
      failed: (status: number) => mounted.refuse({ reason: 'failure', status }, id),
      limited: (retryAfterSeconds: number) => mounted.refuse({ reason: 'rate-limited', retryAfterSeconds }, id),
    };
    return breakOutcome(fault.commit ? whole() : undefined, breakage, latencyMs());
  }

  return {
    requests,
    effects,
    contextFor(name) {
      const random = options.random.fork(name);
      chances.set(name, random);
      return {
        now: vendorNow,
        isListed: (createdAt) => vendorNow() - createdAt >= options.searchLagMs,
        listedPhone: (phone) => (options.listedPhones === 'national' ? toNational(phone) : phone),
        random,
        record(kind, resource, id, operationId = current?.operationId ?? '') {
          effects.add({
            provider: name,
            operationId,
            kind,
            resource,
            id,
            request: current?.number ?? -1,
            at: clock.now(),
          });
        },
        later(delayMs, work) {
          const request = current;
          clock.at(clock.now() + delayMs, () => during(request, work));
        },
        deliver: (webhook) => webhooks.send(name, webhook),
        isBadToken: options.isBadToken,
        example: (call) => mountedAs(name).example(call),
        exampleList: (call, records) => mountedAs(name).exampleList(call, records),
      };
    },
    mount(name, api, provider) {
      const { random } = options;
      providers.set(name, new MountedProvider(api, provider, { random, strict, detailed: recordLimit > 0 }));
    },
    handle(mount, incoming) {
      clock.runDue();
      const { record, number } = note(mount, incoming);
      const outcome = dated(respond(mount, incoming, record, number));
      const isSilent = outcome.delivery === 'reset' || outcome.delivery === 'stall-headers';
      record.status = isSilent ? undefined : outcome.status;
      return outcome;
    },
    reset() {
      requests.reset();
      effects.reset();
      for (const random of chances.values()) random.reset();
    },
  };
}
