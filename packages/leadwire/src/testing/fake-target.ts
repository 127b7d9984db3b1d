import {
  type E164,
  type EffectClass,
  type Lead,
  type LeadOutcome,
  type LeadTarget,
  LeadwireError,
  type Parked,
  type Result,
  type TargetSendOptions,
} from '@leadwire/core';
import { arrived, createOutcome, err, ok } from '@leadwire/core/provider';
import { rejected } from '../send/classify-error.ts';

/**
 * What goes wrong with one request. `refuse`: the lead is not acceptable. `down`: nothing arrived, try later. `slow-down`: 429.
 * `key`: the credentials are not accepted. `no-list`: 404, the list is not there. `lose-before` and `lose-after`: no response, and it had not or had arrived.
 * `hang-before` and `hang-after`: the same, and the request never ends, as when the process dies. `no-id`: a response without the id of a lead.
 */
export type FakeFault =
  | 'refuse'
  | 'down'
  | 'slow-down'
  | 'key'
  | 'no-list'
  | 'lose-before'
  | 'lose-after'
  | 'hang-before'
  | 'hang-after'
  | 'no-id';

export interface FakeRequest {
  readonly way: 'send' | 'resume' | 'bulk' | 'update' | 'undo';
  readonly leads: readonly Lead[];
  /** From 0, over all requests. */
  readonly index: number;
}

export interface FakeTargetOptions {
  readonly provider?: string | undefined;
  readonly account?: string | undefined;
  /** `natural-key` (default) folds repeats by phone; `unguarded` makes a lead of every request. */
  readonly effect?: Extract<EffectClass, 'natural-key' | 'unguarded'> | undefined;
  /** Leads in one request at most; none for a target without a bulk way. */
  readonly bulk?: number | undefined;
  readonly fault?: ((request: FakeRequest) => FakeFault | undefined) | undefined;
  /** Called when a request is about to get its response. */
  readonly onRequest?: ((request: FakeRequest) => void | Promise<void>) | undefined;
}

/** A provider in memory, and the target that leads to it: judge by what it received. */
export interface FakeTarget extends LeadTarget {
  /** Every lead that was made, in order: one twice is one too many. */
  readonly received: readonly Lead[];
  readonly requests: readonly FakeRequest[];
  /** How often it was waited for at `beforeSend`. */
  readonly intents: number;
}

type SentLeads = Promise<Result<LeadOutcome[], LeadwireError>>;

const toE164 = (phone: string): E164 => phone.replace(/[\s().-]/g, '') as E164;

/**
 * A target for tests.
 * @example const crm = fakeTarget({ fault: ({ index }) => (index === 0 ? 'lose-after' : undefined) })
 */
export function fakeTarget(options: FakeTargetOptions = {}): FakeTarget {
  const { provider = 'fake', account = 'acme', effect = 'natural-key', bulk } = options;
  const received: Lead[] = [];
  const ids = new Map<string, string>();
  const requests: FakeRequest[] = [];
  let intents = 0;

  const store = (lead: Lead): LeadOutcome => {
    const known = ids.get(toE164(lead.phone));
    if (known !== undefined && effect === 'natural-key') return arrived('existed', known);
    received.push(lead);
    const id = `id-${received.length}`;
    ids.set(toE164(lead.phone), id);
    return arrived('created', id);
  };
  const request = async (way: FakeRequest['way'], leads: readonly Lead[], given: TargetSendOptions): SentLeads => {
    if (given.signal?.aborted) return err(failure('aborted', 'none'));
    await given.beforeSend?.();
    intents++;
    const seen: FakeRequest = { way, leads, index: requests.length };
    requests.push(seen);
    await options.onRequest?.(seen);
    const fault = options.fault?.(seen) ?? (given.signal?.aborted ? 'lose-before' : undefined);
    return respond(seen, fault);
  };
  const respond = async ({ way, leads }: FakeRequest, fault: FakeFault | undefined): SentLeads => {
    if (fault === undefined) return ok(way === 'update' ? [arrived('updated', '')] : leads.map(store));
    if (fault === 'lose-after' || fault === 'hang-after') leads.map(store);
    if (fault === 'hang-before' || fault === 'hang-after') return new Promise(() => undefined);
    return err(errorOf(fault));
  };
  const first = (result: Result<readonly LeadOutcome[], LeadwireError>): Result<LeadOutcome, LeadwireError> => {
    if (result.ok) return ok(result.value[0] as LeadOutcome);
    const { error } = result;
    return error.kind === 'rejected' ? ok(rejected(error)) : result;
  };

  return {
    provider,
    name: provider,
    account,
    effect,
    received,
    requests,
    get intents() {
      return intents;
    },
    async check(lead) {
      const phone = toE164(lead.phone);
      if (/^\+\d{8,15}$/.test(phone)) return { phone, issues: [], unsupported: [] };
      return {
        phone: undefined,
        issues: [{ path: 'phone', message: 'is not a phone number', code: 'not-a-number' }],
        unsupported: [],
      };
    },
    send: async (lead, given = {}) => first(await request('send', [lead], given)),
    async resume(lead, _prior, given = {}) {
      const id = ids.get(toE164(lead.phone));
      if (id !== undefined) return ok(arrived('created', id, { certainty: 'probable' }));
      if (effect === 'unguarded' && given.resendOnMiss !== true) {
        return ok(
          createOutcome<Parked>({
            outcome: 'parked',
            certainty: 'probable',
            error: failure('parked', 'unknown'),
            lookup: { search: lead.phone },
          }),
        );
      }
      return first(await request('resume', [lead], given));
    },
    async update(lead, id, given = {}) {
      const result = first(await request('update', [lead], given));
      return result.ok && result.value.outcome !== 'rejected' ? ok(arrived('updated', id)) : result;
    },
    async undo(id) {
      requests.push({ way: 'undo', leads: [], index: requests.length });
      const [phone] = [...ids].find(([, known]) => known === id) ?? [];
      return ok({ how: 'deleted', ...(phone === undefined || !ids.delete(phone) ? { wasGone: true } : {}) });
    },
    ...(bulk !== undefined && {
      bulk: {
        maxItems: bulk,
        accepts: (lead: Lead) => lead.notes === undefined,
        send: (leads: readonly Lead[], given: TargetSendOptions = {}) => request('bulk', leads, given),
      },
    }),
  };
}

function errorOf(fault: Exclude<FakeFault, 'hang-before' | 'hang-after'>): LeadwireError {
  switch (fault) {
    case 'refuse':
      return failure('rejected', 'none');
    case 'down':
      return failure('provider-failure', 'none', true);
    case 'slow-down':
      return failure('rate-limited', 'none', true);
    case 'key':
      return failure('unauthorized', 'none');
    case 'no-list':
      return failure('misconfigured', 'none').with({ status: 404 });
    case 'no-id':
      return new LeadwireError('unreadable-response', 'fake: no id', {
        provider: 'fake',
        effect: 'unknown',
        code: 'missing-id',
      });
    case 'lose-before':
    case 'lose-after':
      return failure('timeout', 'unknown');
    default:
      return fault satisfies never;
  }
}

const failure = (kind: LeadwireError['kind'], effect: LeadwireError['effect'], retryable = false): LeadwireError =>
  new LeadwireError(kind, `fake: ${kind}`, { provider: 'fake', effect, retryable });
