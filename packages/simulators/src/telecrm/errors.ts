import type { ErrorEnvelope } from '@leadwire/generated-telecrm';
import type { Issue, Refusal, Reply } from '../framework/provider.ts';

type Details = NonNullable<ErrorEnvelope['error']['details']>;

/** An error in the vendor's shape. Its messages vary for the same code: do not parse them. */
export function telecrmError(status: number, code: string, message: string, details?: Details): Reply {
  const error: ErrorEnvelope['error'] = { code, message, ...(details !== undefined && { details }) };
  return { status, body: { error } };
}

export const badRequest = (message: string, details?: Details): Reply =>
  telecrmError(400, 'BAD_REQUEST', message, details);
export const leadNotFound = (id: string): Reply =>
  telecrmError(404, 'LEAD_NOT_FOUND', `The lead with ID ${id} was not found.`);
export const actionNotFound = (id: string): Reply =>
  telecrmError(404, 'ACTION_NOT_FOUND', `Action with ID ${id} was not found.`);
export const notAuthorized = (enterpriseId: string): Reply =>
  telecrmError(401, 'NOT_AUTHORIZED', `Enterprise with id "${enterpriseId}" not found or invalid access token.`);

const BAD_LIMIT: Readonly<Record<string, string>> = { 'teamMembers.list': 'Limit should be between 1 and 10' };

function badQuery(issues: readonly Issue[], operationId: string | undefined): Reply {
  const [first] = issues;
  if (first?.path[0] === 'limit')
    return badRequest(BAD_LIMIT[operationId ?? ''] ?? 'Limit should be between 1 and 100');
  return badRequest(`Invalid query: ${first?.path.map(String).join('.')} ${first?.message}`);
}

/** Operations whose handlers check every value, since the vendor drops values where another vendor would refuse the request. */
const FORGIVING: ReadonlySet<string> = new Set([
  'leads.create',
  'leads.update',
  'leads.upsertAsync',
  'actions.create',
  'actions.update',
]);

function badBody(issues: readonly Issue[], operationId: string): Reply | undefined {
  const isShapeless = issues.some(({ path }) => path.length === 0);
  if (operationId === 'leads.upsertAsync') return undefined;
  if (FORGIVING.has(operationId) && (operationId === 'actions.update' || !isShapeless)) return undefined;
  if (operationId === 'leads.search' || operationId === 'actions.search') return badRequest('Invalid filter');
  const details = issues.map(({ path, message }) => ({ field: path.map(String).join('.'), message }));
  return badRequest('Validation failed', details);
}

// assumption: status, code and text of a rate limit and of a failure; no page that was seen shows a 429 or a 5xx.
const CODES: Readonly<Record<string, string>> = {
  'unknown-route': 'NOT_FOUND',
  'rate-limited': 'RATE_LIMIT_EXCEEDED',
  failure: 'INTERNAL_SERVER_ERROR',
};

export function refuse({ issues, message, reason, status }: Refusal, operationId = ''): Reply | undefined {
  if (reason === 'invalid-query') return badQuery(issues, operationId);
  if (reason === 'invalid-body') return badBody(issues, operationId);
  return telecrmError(status, CODES[reason] ?? 'BAD_REQUEST', reason === 'failure' ? 'Something went wrong' : message);
}
