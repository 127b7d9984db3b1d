import type { FieldNote, LeadOutcome, LeadwireError } from '@leadwire/core';
import { issuesOf } from '../describe-error.ts';
import type { RowResult } from './row-log.ts';

/**
 * An outcome as the result of a row, without personal data.
 * @param inWords - puts an error into the words of the user: the flags of the command in place of the names of options
 */
export function describeOutcome(outcome: LeadOutcome, inWords: (text: string) => string = (text) => text): RowResult {
  const { outcome: kind, id, certainty } = outcome;
  const common = { outcome: kind, id, certainty, replayed: outcome.replayed };
  switch (kind) {
    case 'rejected':
      // A network or provider that was down says nothing of the row: the next run sends it.
      return {
        ...common,
        outcome: outcome.error.retryable ? 'open' : 'rejected',
        reason: inWords(errorInWords(outcome.error)),
        code: codeOf(outcome.error),
      };
    case 'parked':
      return { ...common, reason: inWords(errorInWords(outcome.error, LOOK_UP)), code: codeOf(outcome.error) };
    case 'duplicate':
      return { ...common, reason: join(['this phone number was sent before', ofKey(outcome.of)]), code: 'sent-before' };
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

/** A derived key is a hash: it is not shown. */
const ofKey = (key: string | undefined): string => (key === undefined || key.startsWith('lw1_') ? '' : `as ${key}`);

function remarks({ outcome, certainty, ignored, unchanged, unsupported, assignedTo }: LeadOutcome): string {
  return join([
    certainty === 'probable' ? 'found by a look-up: the provider had not confirmed it' : '',
    notesOf('ignored by the provider', ignored),
    notChanged(outcome, unchanged),
    notesOf('not supported by the provider', unsupported),
    assignedTo === undefined ? '' : `assigned to ${assignedTo}`,
  ]);
}

/** A lead that is kept as it is may be updated on purpose. */
function notChanged(outcome: LeadOutcome['outcome'], fields: readonly string[]): string {
  if (fields.length === 0) return '';
  return `not changed: ${fields.join(', ')}${outcome === 'existed' ? ' (--on-existing update sends them)' : ''}`;
}

const notesOf = (what: string, notes: readonly FieldNote[]): string =>
  notes.length === 0 ? '' : `${what}: ${notes.map(({ field, reason }) => `${field} (${reason})`).join(', ')}`;

/** What happened, and what to do next. */
function errorInWords(error: LeadwireError, hint = error.hint ?? ''): string {
  if (error.kind === 'idempotency-mismatch' && error.code !== 'forgotten') return CHANGED;
  if (error.code === 'undone') return UNDONE;
  const what = [error.message, ...issuesOf(error)].join('; ');
  const next = error.retryable ? runAgain(error.retryAfterMs) : hint;
  return [what, next].filter((part) => part !== '').join('. ');
}

/** A longer wait that the provider asked for is mentioned, so that the next run does not come too early. */
const runAgain = (afterMs = 0): string =>
  afterMs < 60_000
    ? 'Run the command again to retry.'
    : `Run the command again in ${formatSeconds(afterMs / 1000)}, as the provider asks.`;

const LOOK_UP = 'Look it up at the provider before it is sent again.';
const UNDONE = 'removed by undo; --import-id sends it again';
const CHANGED =
  'was sent before with other details, and the change was not sent. Send it with --on-existing update, or make it at the provider.';

/** A short name of the reason, the same for all rows that share it. */
function codeOf({ kind, code, status, issues }: LeadwireError): string {
  const where = issues.map((issue) => `${issue.path} ${issue.code ?? ''}`.trim());
  return [kind, code ?? status ?? '', ...where].filter((part) => part !== '').join(' ');
}

/** `2 h 05 min`, `3 min 07 s`, `12 s`, `0.4 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
  return whole >= 60 ? `${Math.floor(whole / 60)} min ${pad(whole % 60)} s` : `${whole} s`;
}
