import type { Issue, Refusal, Reply } from '../framework/provider.ts';
import { chatFailure, invalid, message, tooMany } from './replies.ts';

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
export function refuse(refusal: Refusal, operationId: string | undefined): Reply | undefined {
  switch (refusal.reason) {
    case 'invalid-body':
    case 'invalid-query': {
      if (isLeftToHandler(operationId ?? '', refusal.issues)) return undefined;
      const errors = errorsOf(refusal.issues);
      const text = Object.values(errors)[0]?.[0] ?? 'The given data was invalid.';
      // These two areas have no 422.
      if (operationId === 'sms.send') return message(400, text);
      if (operationId === 'conversations.create') return chatFailure(400, text);
      return invalid(errors, 'The given data was invalid.');
    }
    // assumption: the vendor's other texts are not documented; these are Laravel's.
    case 'unreadable-body':
      return message(400, refusal.message);
    case 'unknown-route':
      return message(404, refusal.message);
    case 'rate-limited':
      return tooMany(refusal.retryAfterSeconds);
    case 'failure':
      return message(refusal.status, refusal.status === 503 ? 'Service Unavailable' : 'Server Error');
    default:
      return refusal satisfies never;
  }
}
