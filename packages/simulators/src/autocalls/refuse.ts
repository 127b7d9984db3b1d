import type { Issue, Refusal, Reply } from '../framework/provider.ts';
import { chatFailure, invalid, message } from './replies.ts';

/** Their handlers refuse a body in the vendor's own words: every field, or those that are named here. */
const OWN_WORDS: Readonly<Record<string, readonly string[] | 'all'>> = {
  'leads.update': 'all',
  'campaigns.updateStatus': 'all',
  'calls.make': ['phone_number', 'assistant_id'],
};

function isLeftToHandler(operationId: string, issues: readonly Issue[]): boolean {
  const fields = OWN_WORDS[operationId];
  return fields === 'all' || issues.every((issue) => fieldsOf(issue).every((field) => fields?.includes(field)));
}

const fieldsOf = ({ path, keys = [] }: Issue): string[] =>
  keys.length > 0 ? keys.map((key) => [...path.map(String), key].join('.')) : [path.map(String).join('.')];

// assumption: Laravel's usual texts, of which the vendor shows a few. A value of the wrong type is reported like a missing one, and a key
// that the spec does not know is refused, where Laravel itself would pass it over.
function complaint(field: string, { code }: Issue): string {
  const name = field.replaceAll('_', ' ');
  return code === 'invalid_type' ? `The ${name} field is required.` : `The ${name} field is invalid.`;
}

function errorsOf(issues: readonly Issue[]): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const issue of issues) {
    for (const field of fieldsOf(issue)) errors[field] = [...(errors[field] ?? []), complaint(field, issue)];
  }
  return errors;
}

/** The vendor's response to a request that the framework refuses. */
// assumption: but for a few of fields, the vendor's texts are not documented; these are Laravel's.
export function refuse(refusal: Refusal, operationId: string | undefined): Reply | undefined {
  const { issues, reason, retryAfterSeconds, status } = refusal;
  if (reason === 'failure') return message(status, status === 503 ? 'Service Unavailable' : 'Server Error');
  if (reason === 'rate-limited')
    return { status, body: { message: 'Too Many Attempts.', retry_after: retryAfterSeconds } };
  if (issues.length === 0) return message(status, refusal.message);
  if (isLeftToHandler(operationId ?? '', issues)) return undefined;
  const errors = errorsOf(issues);
  const text = Object.values(errors)[0]?.[0] ?? 'The given data was invalid.';
  // These two areas have no 422.
  if (operationId === 'sms.send') return message(400, text);
  if (operationId === 'conversations.create') return chatFailure(400, text);
  return invalid(errors, 'The given data was invalid.');
}
