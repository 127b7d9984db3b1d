import type { LeadwireError } from '@leadwire/core';
import { FileError, isSystemError, reasonOf } from '@leadwire/files/errors';
import { clean } from './clean-text.ts';
import { Fault, type FaultKind } from './fault.ts';

/** What is wrong, and what to do next. */
export interface DescribedError {
  readonly message: string;
  readonly hints: readonly string[];
  readonly kind: FaultKind;
  /** What a program can tell errors of a provider apart by. */
  readonly details?: object;
}

/**
 * A failure in words.
 * @returns undefined for a bug in leadwire
 */
export function describeError(error: unknown): DescribedError | undefined {
  if (error instanceof Fault) return { message: clean(error.message), hints: error.hints, kind: error.kind };
  if (error instanceof FileError) {
    const { message, hints, code } = error;
    return { message: clean(message), hints, kind: code === 'aborted' ? 'stopped' : 'usage' };
  }
  if (isLeadwireError(error)) {
    const { kind, provider, status, code, requestId, hint } = error;
    return {
      message: clean(error.message),
      hints: [...issuesOf(error), ...(hint === undefined ? [] : [hint])],
      kind: isSetUpWrong(error) ? 'usage' : 'stopped',
      details: { kind, provider, status, code, requestId },
    };
  }
  if (isSystemError(error)) {
    return {
      message: `${error.path ?? error.syscall}: ${reasonOf(error)}.`,
      hints: ['Correct that or name another file, and try again.'],
      kind: 'usage',
    };
  }
  return undefined;
}

/** The issues that the message does not mention. */
export function issuesOf({ issues, message }: LeadwireError): string[] {
  const said = issues.map((issue) => [issue.path, issue.message].filter((part) => part !== '').join(' '));
  return said.filter((text) => !message.includes(text));
}

const isSetUpWrong = ({ kind, code }: LeadwireError): boolean =>
  ['misconfigured', 'unauthorized', 'forbidden', 'invalid-input'].includes(kind) && code !== 'ledger-full';

/** Like `isLeadwireError` of core, without loading core. */
const isLeadwireError = (value: unknown): value is LeadwireError =>
  typeof value === 'object' && value !== null && Symbol.for('leadwire.error') in value;
