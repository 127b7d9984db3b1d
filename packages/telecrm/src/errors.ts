import type { Issue } from '@leadwire/core';
import { type ProviderFailure, reasonsIn } from '@leadwire/core/provider';

/** telecrm responds with `{ error: { code, message, details? } }`; its wording varies, so nothing is decided by it. */
export function readFailure(status: number, body: unknown): ProviderFailure {
  const { error } = (body ?? {}) as { error?: { code?: unknown; message?: unknown; details?: unknown } };
  const code = typeof error?.code === 'string' ? error.code : undefined;
  const named = Array.isArray(error?.details) ? error.details.flatMap(readDetail) : [];
  const issues = reasonsIn(named, error?.message, status);
  return { ...(code !== undefined && { code }), issues, ...meaningOf(status, code) };
}

/** The same code means different things with different statuses, so both are asked. */
function meaningOf(status: number, code: string | undefined): ProviderFailure {
  if (status === 403 && code === 'INVALID_LEAD') {
    return {
      kind: 'rejected',
      hint: 'The field that identifies a lead cannot be changed: leave it out of the update.',
    };
  }
  if (status === 400 && code === 'INVALID_LEAD')
    return { hint: 'The field that identifies a lead in this workspace is missing.' };
  if (status === 402)
    return { kind: 'quota-exceeded', hint: 'No seat is free: buy a licence or remove a team member.' };
  if (status === 404 && code === 'ENTERPRISE_NOT_FOUND') return { hint: 'Check TELECRM_ENTERPRISE_ID.' };
  return {};
}

function readDetail(detail: unknown): Issue[] {
  const { field, message } = (detail ?? {}) as { field?: unknown; message?: unknown };
  return typeof field === 'string'
    ? [{ path: field, message: typeof message === 'string' ? message : 'is not valid' }]
    : [];
}

export const hints = {
  unauthorized:
    'Check TELECRM_ENTERPRISE_ID, and TELECRM_SYNC_TOKEN or TELECRM_ASYNC_TOKEN: a Sync token does not work for the queue, nor an Async token elsewhere.',
  'already-exists': 'Use leads.upsertAsync, or find the lead with leads.search and update it.',
} as const;
