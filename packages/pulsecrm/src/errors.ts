import { type ProviderFailure, reasonsIn } from '@leadwire/core/provider';

/** Pulse CRM responds with `{ error?, status?, message? }`, or nothing; its texts are free, so nothing is decided by them. */
export function readFailure(status: number, body: unknown, operation: { readonly id: string }): ProviderFailure {
  const { error, message } = (body ?? {}) as { error?: unknown; message?: unknown };
  const text = [error, message].find((each) => typeof each === 'string');
  const issues = reasonsIn([], text, status);
  if (operation.id === 'leads.create' && status === 400) {
    return {
      issues,
      hint: 'If the account has teams, set teamId; if the team has sources, set leadSourceId; or pass skipTeamAndSourceRequirement.',
    };
  }
  return { issues };
}

export const hints = {
  unauthorized:
    'Check PULSECRM_TOKEN, or PULSECRM_API_KEY and PULSECRM_API_SECRET: Pulse CRM makes keys under Settings, API Keys.',
  forbidden: 'The key or user lacks the permission for leads in this account.',
} as const;
