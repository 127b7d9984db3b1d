import type { Reply } from '../framework/provider.ts';

// The vendor's error shapes differ by area; each has its function here.

export const ok = (body: unknown): Reply => ({ status: 200, body });

export const created = (body: unknown): Reply => ({ status: 201, body });

/** `{ message }`: leads, campaigns, calls, assistants, tools, folders, labels, API keys, SMS. */
export const message = (status: number, text: string): Reply => ({ status, body: { message: text } });

/** `{ error }`: knowledge bases, documents, phone numbers. */
export const failure = (status: number, text: string): Reply => ({ status, body: { error: text } });

/** `{ status: false, error }`: conversations. */
export const chatFailure = (status: number, text: string): Reply => ({ status, body: { status: false, error: text } });

/** Laravel's refusal of fields; without a text the first complaint is the message. */
export function invalid(errors: Readonly<Record<string, readonly string[]>>, text?: string): Reply {
  const first = Object.values(errors)[0]?.[0] ?? 'The given data was invalid.';
  return { status: 422, body: { message: text ?? first, errors } };
}
