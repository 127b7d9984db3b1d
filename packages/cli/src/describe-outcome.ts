import type { FieldNote, LeadOutcome, LeadwireError } from '@leadwire/core';
import type { RowResult } from './row-log.ts';

/** An outcome as a row of the report: nothing personal is in it. */
export function describeOutcome(outcome: LeadOutcome): RowResult {
  const { outcome: kind, id, certainty } = outcome;
  const common = { outcome: kind, id, certainty };
  switch (kind) {
    case 'rejected':
    case 'parked':
      return { ...common, reason: errorInWords(outcome.error), code: codeOf(outcome.error) };
    case 'duplicate':
      return { ...common, reason: join(['the same lead was sent before', ofKey(outcome.of)]), code: 'sent-before' };
    case 'created':
    case 'existed':
    case 'updated':
    case 'partial':
    case 'accepted':
      return { ...common, reason: remarks(outcome) };
    default:
      return outcome satisfies never;
  }
}

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ');

/** A derived key says nothing to anybody. */
const ofKey = (key: string | undefined): string => (key === undefined || key.startsWith('lw1_') ? '' : `as ${key}`);

function remarks({ certainty, ignored, unchanged, unsupported, assignedTo }: LeadOutcome): string {
  return join([
    certainty === 'probable' ? 'found by a look-up after a lost answer' : '',
    inWords('dropped by the provider', ignored),
    unchanged.length === 0 ? '' : `left as they were: ${unchanged.join(', ')}`,
    inWords('not held by the provider', unsupported),
    assignedTo === undefined ? '' : `given to ${assignedTo}`,
  ]);
}

const inWords = (what: string, notes: readonly FieldNote[]): string =>
  notes.length === 0 ? '' : `${what}: ${notes.map(({ field, reason }) => `${field} (${reason})`).join(', ')}`;

function errorInWords(error: LeadwireError): string {
  const said = error.issues.map(({ path, message }) => [path, message].filter((part) => part !== '').join(' '));
  const missing = said.filter((text) => !error.message.includes(text));
  return join([error.message, ...missing, error.retryable ? 'run it again to try once more' : '']);
}

/** What counts as one reason among many rows. */
function codeOf({ kind, code, status, issues }: LeadwireError): string {
  const where = issues.map((issue) => `${issue.path} ${issue.code ?? ''}`.trim());
  return [kind, code ?? status ?? '', ...where].filter((part) => part !== '').join(' ');
}
