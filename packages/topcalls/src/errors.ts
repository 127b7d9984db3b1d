import type { Issue } from '@leadwire/core';
import { type ProviderFailure, reasonsIn } from '@leadwire/core/provider';

interface Problem {
  readonly type?: unknown;
  readonly detail?: unknown;
  readonly errors?: unknown;
}

/** TopCalls responds with RFC 9457 problem details: the last part of `type` is the code. Only 400 and 402 have been seen. */
export function readFailure(status: number, body: unknown): ProviderFailure {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Problem;
  const code = typeof problem.type === 'string' ? problem.type.split('/').pop() : undefined;
  return {
    ...(code !== undefined && code !== '' && code !== 'about:blank' && { code }),
    ...(code === 'insufficient_quota' && { kind: 'quota-exceeded' as const }),
    issues: reasonsIn(Array.isArray(problem.errors) ? problem.errors.flatMap(readIssue) : [], problem.detail, status),
  };
}

function readIssue(error: unknown): Issue[] {
  const { path, message, code } = (error ?? {}) as { path?: unknown; message?: unknown; code?: unknown };
  if (typeof message !== 'string') return [];
  const at = Array.isArray(path) ? path.join('.') : String(path ?? '');
  return [{ path: at, message, ...(typeof code === 'string' && { code }) }];
}

export const hints = {
  unauthorized: 'Check TOPCALLS_API_KEY: the dashboard shows keys under account settings.',
  forbidden: 'The key lacks a scope: leads need leads:read and leads:write.',
  'quota-exceeded': 'The account has too few call minutes left: top it up in the dashboard.',
} as const;
