import type { Fault } from './faults/rule.ts';
import type { Reply } from './provider.ts';

/** What is delivered, by a socket or by a mocked fetch. */
export interface Outcome {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for a response without a body. */
  readonly text: string | undefined;
  readonly delivery: 'whole' | 'reset' | 'stall-headers' | 'stall-body' | 'truncated';
  /** Real milliseconds before anything is sent. */
  readonly delayMs: number;
}

const JSON_HEADERS = Object.freeze({ 'content-type': 'application/json' });
const HTML_HEADERS = Object.freeze({ 'content-type': 'text/html; charset=utf-8' });
const NO_HEADERS = Object.freeze({});
const SLOW_MS = 2_000;

const page = (title: string) =>
  `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;

export function toOutcome(reply: Reply, delayMs: number): Outcome {
  const { status, headers, body } = reply;
  if (body === undefined)
    return { status, headers: headers ?? NO_HEADERS, text: undefined, delivery: 'whole', delayMs };
  const all = headers === undefined ? JSON_HEADERS : { ...JSON_HEADERS, ...headers };
  return { status, headers: all, text: JSON.stringify(body), delivery: 'whole', delayMs };
}

interface Breakage {
  readonly fault: Fault;
  /** The provider's response for a status. */
  readonly failed: (status: number) => Reply;
  readonly limited: (retryAfterSeconds: number) => Reply;
  /** Simulated milliseconds since the epoch. */
  readonly now: number;
  /** The request's address, without its origin. */
  readonly address: string;
}

function rateLimited({ fault, limited, now }: Breakage): Reply {
  const seconds = fault.retryAfterSeconds ?? 1;
  const reply = limited(seconds);
  const { 'retry-after': _, ...headers } = reply.headers ?? {};
  if (fault.fault === '429-body')
    return { ...reply, headers, body: { ...(reply.body as object), retry_after: seconds } };
  const retryAfter = fault.fault === '429' ? `${seconds}` : new Date(now + seconds * 1000).toUTCString();
  return { ...reply, headers: { ...headers, 'retry-after': retryAfter } };
}

/** Faults that respond with a success, whether the request was processed or not. */
const DISGUISES: ReadonlySet<Fault['fault']> = new Set(['html-200', 'no-id', 'empty-204']);

/** Applies a fault to a response; `whole` is undefined where the request did not take effect. */
export function breakOutcome(whole: Outcome | undefined, breakage: Breakage, delayMs: number): Outcome {
  const { fault, failed } = breakage;
  const response = whole ?? toOutcome(failed(503), delayMs);
  const instead = (status: number, headers: Readonly<Record<string, string>>, text: string | undefined): Outcome => ({
    status,
    headers,
    text,
    delivery: 'whole',
    delayMs,
  });
  // No fault makes a success of a refusal.
  const isRefused = whole !== undefined && whole.status >= 400;
  if (isRefused && DISGUISES.has(fault.fault)) return whole;
  switch (fault.fault) {
    case '429':
    case '429-date':
    case '429-body':
      return toOutcome(rateLimited(breakage), delayMs);
    case '500':
    case '503':
      return toOutcome(failed(Number(fault.fault)), delayMs);
    case 'cut-before':
    case 'cut-after-commit':
      return { ...response, delivery: 'reset' };
    case 'stall-headers':
      return { ...response, delivery: 'stall-headers' };
    case 'stall-body':
      return { ...response, delivery: response.text === undefined ? 'stall-headers' : 'stall-body' };
    case 'truncated':
      return { ...response, delivery: response.text === undefined ? 'reset' : 'truncated' };
    case 'html-200':
      return instead(200, HTML_HEADERS, page('Welcome'));
    case 'no-id':
      return toOutcome({ status: 200, body: { status: 'ok' } }, delayMs);
    case 'empty-204':
      return instead(204, NO_HEADERS, undefined);
    case 'html-502':
      return instead(502, HTML_HEADERS, page('502 Bad Gateway'));
    case 'redirect':
      return instead(fault.status ?? 302, { location: fault.location ?? breakage.address }, undefined);
    case 'slow':
      return { ...response, delayMs: delayMs + (fault.delayMs ?? SLOW_MS) };
    case 'empty-500':
      return instead(500, NO_HEADERS, undefined);
    default:
      return fault.fault satisfies never;
  }
}
