import type { Issue } from '@leadwire/core';
import { type ProviderFailure, reasonsIn } from '@leadwire/core/provider';

/** Autocalls has six error bodies, of `message`, `error`, `errors`, `error_code`, `status` and `success`; the fields are in `errors`. */
export function readFailure(status: number, body: unknown): ProviderFailure {
  const { message, error, error_code, errors } = (body ?? {}) as Record<string, unknown>;
  const text = [message, error].find((one): one is string => typeof one === 'string') ?? '';
  const code = typeof error_code === 'string' ? error_code : automationCode(message, error);
  const poor = code === 'INSUFFICIENT_BALANCE' || /insufficient .*balance/i.test(text);
  return {
    ...(code !== undefined && { code }),
    ...(poor && { kind: 'quota-exceeded' as const, hint: 'Top up the Autocalls balance, then send it again.' }),
    // The sender's phone is off: waiting will not mend it, whatever the status says.
    ...(code === 'SENDER_OFFLINE' && {
      kind: 'rejected' as const,
      hint: 'The WhatsApp sender is offline: bring it online first.',
    }),
    ...(code === 'SESSION_EXPIRED' && {
      hint: 'The customer has been silent for 24 hours: send a template, with whatsapp.sendTemplate.',
    }),
    ...(code === 'side_effects_require_confirmation' && {
      hint: 'The test run acts for real: set confirm_side_effects to true if it may.',
    }),
    issues: reasonsIn(fieldIssues(errors), text, status),
  };
}

/** Automations have their text in `message` and their code in `error`, where others have a text. */
const automationCode = (message: unknown, error: unknown): string | undefined =>
  typeof message === 'string' && typeof error === 'string' && /^[a-z_]{1,64}$/.test(error) ? error : undefined;

function fieldIssues(errors: unknown): Issue[] {
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([path, messages]) =>
    (Array.isArray(messages) ? messages : [messages])
      .filter((text) => typeof text === 'string')
      .map((text) => ({ path, message: text as string })),
  );
}

export const hints = {
  unauthorized:
    'Check AUTOCALLS_API_KEY: the dashboard shows keys on its page "API Keys". A white-label tenant has its own keys and baseUrl.',
  'not-found': 'Check the id, and that it belongs to this account.',
} as const;
