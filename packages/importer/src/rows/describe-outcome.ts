import type { FieldNote, LeadOutcome, LeadwireError } from '@leadwire/core';
import { issuesOf } from '../describe-error.ts';
import type { RowResult } from './row-log.ts';

/** What to do next, in the words of whoever started the import: the flags of the command, or the buttons of the page. */
export interface Wording {
  /** Of an error of the packages below: they name options as a program does. */
  readonly inWords: (text: string) => string;
  /** How new details of a lead that is there already are sent. */
  readonly update: string;
  /** How a lead that an undo removed is sent again. */
  readonly afterUndo: string;
  /** How rows that are still open are sent. */
  readonly runAgain: string;
}

const PLAIN: Wording = {
  inWords: (text) => text,
  update: 'an import that updates existing leads sends them',
  afterUndo: 'another import sends it again',
  runAgain: 'Run it again',
};

/** An outcome as the result of a row, without personal data. */
export function describeOutcome(outcome: LeadOutcome, wording: Wording = PLAIN): RowResult {
  const { outcome: kind, id, certainty } = outcome;
  const common = { outcome: kind, id, certainty, replayed: outcome.replayed };
  switch (kind) {
    case 'rejected':
      // A network or provider that was down says nothing of the row: the next run sends it.
      return {
        ...common,
        outcome: outcome.error.retryable ? 'open' : 'rejected',
        reason: wording.inWords(errorInWords(outcome.error, wording)),
        code: codeOf(outcome.error),
      };
    case 'parked':
      return {
        ...common,
        reason: wording.inWords(errorInWords(outcome.error, wording, LOOK_UP)),
        code: codeOf(outcome.error),
      };
    case 'duplicate':
      return { ...common, reason: join(['this phone number was sent before', ofKey(outcome.of)]), code: 'sent-before' };
    case 'created':
    case 'existed':
    case 'updated':
    case 'partial':
    case 'accepted':
      return { ...common, reason: remarks(outcome, wording) };
    default:
      return outcome satisfies never;
  }
}

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ');

/** A derived key is a hash: it is not shown. */
const ofKey = (key: string | undefined): string => (key === undefined || key.startsWith('lw1_') ? '' : `as ${key}`);

function remarks(
  { outcome, certainty, ignored, unchanged, unsupported, assignedTo }: LeadOutcome,
  { update }: Wording,
): string {
  return join([
    certainty === 'probable' ? 'found by a look-up: no response had said so' : '',
    notesOf('ignored by the provider', ignored),
    notChanged(unchanged, outcome === 'existed' ? ` (${update})` : ''),
    notesOf('not supported by the provider', unsupported),
    assignedTo === undefined ? '' : `assigned to ${assignedTo}`,
  ]);
}

/** A lead that is kept as it is may be updated on purpose. */
const notChanged = (fields: readonly string[], next: string): string =>
  fields.length === 0 ? '' : `not changed: ${fields.join(', ')}${next}`;

const notesOf = (what: string, notes: readonly FieldNote[]): string =>
  notes.length === 0 ? '' : `${what}: ${notes.map(({ field, reason }) => `${field} (${reason})`).join(', ')}`;

/** What happened, and what to do next. */
function errorInWords(error: LeadwireError, wording: Wording, hint = error.hint ?? ''): string {
  if (error.kind === 'idempotency-mismatch' && error.code !== 'forgotten')
    return `${CHANGED} (${wording.update}), or change them at the provider`;
  if (error.code === 'undone') return `removed by undo; ${wording.afterUndo}`;
  const what = [error.message, ...issuesOf(error)].join('; ');
  const next = error.retryable ? runAgain(wording.runAgain, error.retryAfterMs) : hint;
  return [what, next].filter((part) => part !== '').join('. ');
}

/** A longer wait that the provider asked for is mentioned, so that the next run does not come too early. */
const runAgain = (how: string, afterMs = 0): string =>
  afterMs < 60_000 ? `${how} to retry.` : `${how} in ${formatSeconds(afterMs / 1000)}, as the provider asks.`;

const LOOK_UP = 'Look it up at the provider before it is sent again.';
const CHANGED = 'was sent before with other details, and the new ones were not sent';

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
