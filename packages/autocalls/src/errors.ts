import type { Issue } from '@leadwire/core';
import type { ProviderFailure } from '@leadwire/core/provider';

/**
 * Autocalls has five error bodies: `{ message }`, `{ error }`, `{ message, errors }`, `{ status: false, error }` and
 * `{ success: false, error, error_code }`. The code is `error_code`, the fields are in `errors`; where none is named the text is the reason.
 */
export function readFailure(status: number, body: unknown): ProviderFailure {
  const { message, error, error_code, errors } = (body ?? {}) as Record<string, unknown>;
  const text = typeof message === 'string' ? message : typeof error === 'string' ? error : '';
  const code = typeof error_code === 'string' ? error_code : undefined;
  const named = fieldIssues(errors);
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
    issues: named.length === 0 && text !== '' && status < 500 ? [{ path: '', message: text }] : named,
  };
}

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
    'Check AUTOCALLS_API_KEY: the dashboard shows keys on its page "API Keys". A white-label tenant has keys and a baseUrl of its own.',
  'not-found': 'Check the id, and that it belongs to this account.',
} as const;
