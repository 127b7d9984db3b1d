import type { LeadwireError } from '@leadwire/core';
import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Fault } from './fault.ts';
import type { Io } from './io.ts';
import { styleFor } from './printer.ts';

/** A failure as a person can act on it: what happened, what to do next; and its exit code. */
export function explain(error: unknown, io: Io, options: { json: boolean }): ExitCode {
  // Commander has printed its own.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { message, hints, exitCode, details } = describe(error);
  const style = styleFor(io.stderr, io.env);
  io.stderr.write(`${style('red', 'leadwire:')} ${message}\n${hints.map((hint) => `  ${hint}\n`).join('')}`);
  if (options.json) io.stdout.write(`${JSON.stringify({ type: 'error', message, hints, ...details })}\n`);
  return exitCode;
}

interface Described {
  readonly message: string;
  readonly hints: readonly string[];
  readonly exitCode: ExitCode;
  readonly details?: object;
}

function describe(error: unknown): Described {
  if (error instanceof Fault) return error;
  if (isLeadwireError(error)) {
    return {
      message: error.message,
      hints: [
        ...error.issues.map((issue) => [issue.path, issue.message].filter((part) => part !== '').join(' ')),
        ...(error.hint === undefined ? [] : [error.hint]),
      ],
      exitCode: isSetUpWrong(error) ? EXIT.usage : EXIT.stopped,
      details: {
        kind: error.kind,
        provider: error.provider,
        status: error.status,
        code: error.code,
        requestId: error.requestId,
      },
    };
  }
  // A mistake of ours: the trace is what helps.
  return {
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    hints: [],
    exitCode: EXIT.stopped,
  };
}

const isSetUpWrong = ({ kind, code }: LeadwireError): boolean =>
  ['misconfigured', 'unauthorized', 'forbidden', 'invalid-input'].includes(kind) && code !== 'ledger-full';

/** As `isLeadwireError` of core, which would have to be loaded for it. */
const isLeadwireError = (value: unknown): value is LeadwireError =>
  typeof value === 'object' && value !== null && Symbol.for('leadwire.error') in value;
