import type { Problem } from '@leadwire/generated-topcalls';
import type { Refusal, Reply } from '../framework/provider.ts';

// assumption: the media type. The pages say that errors follow RFC 7807; no header of one was seen.
const HEADERS = { 'content-type': 'application/problem+json' };

/** An error in the vendor's shape. */
export function problem(status: number, title: string, more: Omit<Problem, 'status' | 'title'> = {}): Reply {
  return { status, headers: HEADERS, body: { title, status, ...more } };
}

/** assumption: the last part of `type`, except `insufficient_quota`, the only one that was seen. */
const typeOf = (code: string) => `https://api.topcalls.ai/errors/${code}`;

export function invalidBody(
  errors: readonly { path: string; message: string }[],
  title = 'Invalid request body',
): Reply {
  return problem(400, title, { errors: [...errors] });
}

// assumption: the status and the text of everything below but the insufficient quota.
export const notFound = (what: string, id: string): Reply =>
  problem(404, 'Not found', { type: typeOf('not_found'), detail: `There is no ${what} ${id}` });

export const conflict = (detail: string): Reply => problem(409, 'Conflict', { type: typeOf('conflict'), detail });

export const unauthorized = (): Reply =>
  problem(401, 'Unauthorized', { type: typeOf('unauthorized'), detail: 'The API key is missing or not valid' });

export const insufficientQuota = (needed: number, remaining: number): Reply =>
  problem(402, 'Insufficient Quota', {
    type: typeOf('insufficient_quota'),
    detail: `You need ${needed} minutes but have ${remaining} remaining`,
  });

const TYPES: Readonly<Record<string, string>> = { 'unknown-route': 'not_found', 'rate-limited': 'rate_limited' };
const TITLES: Readonly<Record<number, string>> = {
  404: 'Not found',
  429: 'Too many requests',
  503: 'Service unavailable',
};

export function refuse({ issues, message, reason, status }: Refusal): Reply {
  if (reason === 'unreadable-body') return invalidBody([{ path: '', message }]);
  if (issues.length > 0) {
    const errors = issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
    return invalidBody(errors, reason === 'invalid-query' ? 'Invalid query parameters' : undefined);
  }
  const type = TYPES[reason];
  return problem(status, TITLES[status] ?? 'Internal server error', {
    ...(type !== undefined && { type: typeOf(type) }),
    ...(reason === 'unknown-route' && { detail: message }),
  });
}
