import type { FieldNote, LeadOutcome, LeadwireError } from '@leadwire/core';
import { asFlags } from '../output/as-flags.ts';
import { formatSeconds } from '../output/duration.ts';
import type { RowResult } from './row-log.ts';

/** An outcome as a row of the report: nothing personal is in it. */
export function describeOutcome(outcome: LeadOutcome): RowResult {
  const { outcome: kind, id, certainty } = outcome;
  const common = { outcome: kind, id, certainty };
  switch (kind) {
    case 'rejected':
      return { ...common, reason: errorInWords(outcome.error), code: codeOf(outcome.error) };
    case 'parked':
      return { ...common, reason: errorInWords(outcome.error, LOOK_UP), code: codeOf(outcome.error) };
    case 'duplicate':
      return { ...common, reason: join(['its phone number was sent before', ofKey(outcome.of)]), code: 'sent-before' };
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
    certainty === 'probable' ? 'found by a look-up: no answer had told' : '',
    inWords('dropped by the provider', ignored),
    unchanged.length === 0 ? '' : `left as they were: ${unchanged.join(', ')}`,
    inWords('not held by the provider', unsupported),
    assignedTo === undefined ? '' : `given to ${assignedTo}`,
  ]);
}

const inWords = (what: string, notes: readonly FieldNote[]): string =>
  notes.length === 0 ? '' : `${what}: ${notes.map(({ field, reason }) => `${field} (${reason})`).join(', ')}`;

/** What is wrong with which field, where the message has not said it. */
export function issuesOf({ issues, message }: LeadwireError): string[] {
  const said = issues.map((issue) => [issue.path, issue.message].filter((part) => part !== '').join(' '));
  return said.filter((text) => !message.includes(text));
}

/** What happened, and what to do about it. */
function errorInWords(error: LeadwireError, hint = error.hint ?? ''): string {
  if (error.kind === 'idempotency-mismatch') return CHANGED;
  const what = [error.message, ...issuesOf(error)].join('; ');
  const next = error.retryable ? runAgain(error.retryAfterMs) : hint;
  return asFlags([what, next].filter((part) => part !== '').join('. '));
}

/** A wait that the provider asked for is said where a person could be too early. */
const runAgain = (afterMs = 0): string =>
  afterMs < 60_000
    ? 'Run it again to try once more.'
    : `Run it again in ${formatSeconds(afterMs / 1000)}: the provider asks for that.`;

const LOOK_UP = 'Look it up at the provider before it is sent again.';
const CHANGED =
  'was sent before with other details, and the change was not sent. Make it at the provider, or give the row a key of its own.';

/** What counts as one reason among many rows. */
function codeOf({ kind, code, status, issues }: LeadwireError): string {
  const where = issues.map((issue) => `${issue.path} ${issue.code ?? ''}`.trim());
  return [kind, code ?? status ?? '', ...where].filter((part) => part !== '').join(' ');
}
