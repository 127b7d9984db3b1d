import type {
  KitFailure,
  KitLead,
  KitOutcome,
  KitResult,
  KitSendOptions,
  KitTarget,
} from '@leadwire/simulators/conformance';

/** Mistakes that a hand-written target makes. */
export const FLAWS = {
  'swallows an abort': 'a send that is stopped under way ends, and does not claim that nothing happened',
  'reports created although the response was cut':
    'what was found by a look-up after a lost response is probable, not certain',
  'reports created although the request was cut':
    'a request that is cut before it was processed is not reported as there when it is not',
  'sends twice after a 429': '429 was not processed: it is sent again, once, and the lead is there once',
  'gives up on a 429': '429 was not processed: it is sent again, once, and the lead is there once',
  'commits the intent for each attempt': 'the intent is committed once, before the first byte leaves',
  'takes a failure of the server for a refusal':
    'a failure of the server after the lead was made makes no second lead, and is not reported as without effect',
  'takes a page for a refusal':
    'an HTML page instead of a response makes no second lead, and is not reported as without effect',
  'writes the phone in another form into the lead': 'a lead is the same after it was sent',
  'says in its errors what was sent': 'no failure shows personal data of the lead',
  'follows redirects': 'a redirect is not followed, and is not an outcome of a lead',
  'forgets the tags': 'what the provider cannot hold is named, field by field',
  'calls every 2xx new': 'a lead that exists is not called new, where the provider tells',
} as const;

export type Flaw = keyof typeof FLAWS;

interface Place {
  readonly url: string;
  readonly timeoutMs: number;
}

type Attempt =
  | { readonly seen: 'answer'; readonly id: string; readonly existed: boolean }
  | { readonly seen: 'limit' | 'nothing' }
  | { readonly seen: 'failure'; readonly error: KitFailure };

const ATTEMPTS = 4;
const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const PHONE = /^\+[1-9]\d{8,14}$/;

/** A target for TopCalls by bare fetch, with nothing of leadwire in it: right, or with one flaw. */
export function plainTarget({ url, timeoutMs }: Place, flaw?: Flaw): KitTarget {
  const failure = (kind: string, effect: string, sent?: object): Attempt => ({
    seen: 'failure',
    error: {
      kind,
      effect,
      message: `it ended as ${kind} ${flaw === 'says in its errors what was sent' ? JSON.stringify(sent) : ''}`,
    },
  });

  function request(path: string, method: string, body: object, signal?: AbortSignal): Promise<Response> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const isDeaf = signal === undefined || flaw === 'swallows an abort';
    return fetch(`${url}/v1/leads${path}`, {
      method,
      redirect: flaw === 'follows redirects' ? 'follow' : 'manual',
      headers: { authorization: 'Bearer plain', 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: isDeaf ? timeout : AbortSignal.any([timeout, signal]),
    });
  }

  async function read(response: Response, body: object): Promise<Attempt> {
    if (response.status === 429) return { seen: 'limit' };
    if (response.status >= 500) {
      return flaw === 'takes a failure of the server for a refusal'
        ? failure('rejected', 'none', body)
        : { seen: 'nothing' };
    }
    if (!response.ok) return failure(response.status === 401 ? 'unauthorized' : 'unexpected', 'none', body);
    const isPage = !response.headers.get('content-type')?.includes('json');
    if (isPage && flaw === 'takes a page for a refusal') return failure('unreadable', 'none', body);
    const { id, existed } = (await response.json()) as { id: string; existed: boolean };
    return { seen: 'answer', id, existed };
  }

  async function attempt(body: object, signal?: AbortSignal): Promise<Attempt> {
    try {
      return await read(await request('', 'POST', body, signal), body);
    } catch {
      if (signal?.aborted && flaw !== 'swallows an abort') return failure('aborted', 'unknown', body);
      if (flaw === 'reports created although the request was cut') return { seen: 'answer', id: 'x', existed: false };
      return { seen: 'nothing' };
    }
  }

  const outcome = (
    kind: string,
    id: string | undefined,
    certainty: string,
    unchanged: string[] = [],
  ): KitResult<KitOutcome> => ({
    ok: true,
    value: { outcome: kind, id, certainty, unsupported: [], ignored: [], unchanged },
  });

  function bodyOf(lead: KitLead): object {
    const {
      phone,
      firstName = '',
      lastName = '',
      email,
      notes,
      tags,
      name = `${firstName} ${lastName}`,
      fields,
      ...rest
    } = lead;
    const metadata = { ...fields, ...rest };
    const kept = flaw === 'forgets the tags' ? {} : { tags };
    return { name, phone_number: phone, list_id: LIST, email, notes, metadata, ...kept };
  }

  async function send(lead: KitLead, options: KitSendOptions = {}, wasSent = false): Promise<KitResult<KitOutcome>> {
    if (!PHONE.test(lead.phone)) {
      const error = { kind: 'invalid-phone', effect: 'none', message: 'the phone is not a number' };
      return {
        ok: true,
        value: { outcome: 'rejected', certainty: 'certain', unsupported: [], ignored: [], unchanged: [], error },
      };
    }
    const body = bodyOf(lead);
    if (flaw === 'writes the phone in another form into the lead') Object.assign(lead, { phone: lead.phone.slice(1) });
    if (options.signal?.aborted)
      return { ok: false, error: { kind: 'aborted', effect: 'none', message: 'it was stopped' } };
    await options.beforeSend?.();
    return attempts(body, options, wasSent);
  }

  async function repeat(body: object, { signal, beforeSend }: KitSendOptions): Promise<Attempt> {
    if (flaw === 'commits the intent for each attempt') await beforeSend?.();
    return attempt(body, signal);
  }

  /** After a 429. */
  async function isTriedAgain(body: object, signal: AbortSignal | undefined): Promise<boolean> {
    if (flaw === 'sends twice after a 429') await attempt(body, signal);
    return flaw !== 'gives up on a 429';
  }

  async function attempts(body: object, options: KitSendOptions, wasSent: boolean): Promise<KitResult<KitOutcome>> {
    let isLost = wasSent;
    for (let count = 0; count < ATTEMPTS; count += 1) {
      const got = await (count === 0 ? attempt(body, options.signal) : repeat(body, options));
      switch (got.seen) {
        case 'failure':
          return { ok: false, error: got.error };
        case 'answer':
          return arrived(body, got, isLost, options);
        case 'nothing':
          isLost = flaw !== 'reports created although the response was cut';
          break;
        case 'limit':
          if (!(await isTriedAgain(body, options.signal))) return inVain(isLost);
      }
    }
    return inVain(isLost);
  }

  const inVain = (isLost: boolean): KitResult<KitOutcome> => ({
    ok: false,
    error: { kind: 'provider-failure', effect: isLost ? 'unknown' : 'none', message: 'it was sent in vain' },
  });

  async function arrived(
    body: object,
    { existed, id }: Extract<Attempt, { seen: 'answer' }>,
    isLost: boolean,
    { signal, onExisting }: KitSendOptions,
  ): Promise<KitResult<KitOutcome>> {
    const isTakenForNew = flaw === 'calls every 2xx new' || flaw === 'reports created although the response was cut';
    if (!existed || isLost || isTakenForNew) return outcome('created', id, isLost ? 'probable' : 'certain');
    if (onExisting !== 'update') return outcome('existed', id, 'certain', ['name', 'email']);
    const { phone_number: _, list_id: __, ...change } = body as Record<string, unknown>;
    await request(`/${id}`, 'PATCH', change, signal);
    return outcome('updated', id, 'certain');
  }

  return {
    provider: 'topcalls',
    name: 'topcalls',
    account: 'plain',
    effect: 'natural-key',
    check: async ({ phone }) => ({ issues: PHONE.test(phone) ? [] : [{ path: 'phone' }], unsupported: [] }),
    send: (lead, options) => send(lead, options),
    resume: (lead, _evidence, options) => send(lead, options, true),
  };
}
