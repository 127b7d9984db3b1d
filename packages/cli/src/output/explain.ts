import type { LeadwireError } from '@leadwire/core';
import { didYouMean, FileError, isSystemError, reasonOf } from '@leadwire/files/errors';
import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { issuesOf } from '../rows/describe-outcome.ts';
import { asFlags } from './as-flags.ts';
import { Fault } from './fault.ts';
import { styleFor } from './printer.ts';
import { clean } from './text.ts';

/** Prints a failure, what happened and what to do next, and returns its exit code. */
export function explain(error: unknown, io: Io, options: { json: boolean; usage?: string }): ExitCode {
  // commander has printed the help or the version itself.
  if (error instanceof CommanderError && SHOWN.includes(error.code))
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { message, hints, exitCode, details } = describeError(error, options.usage) ?? unexpected(error);
  const style = styleFor(io.stderr, io.env);
  io.stderr.write(`${style('red', 'leadwire:')} ${message}\n${hints.map((hint) => `  ${clean(hint)}\n`).join('')}`);
  if (options.json) io.stdout.write(`${JSON.stringify({ type: 'error', message, hints, ...details })}\n`);
  return exitCode;
}

/** What is wrong, and what to do next. */
export interface Described {
  readonly message: string;
  readonly hints: readonly string[];
  readonly exitCode: ExitCode;
  readonly details?: object;
}

const SHOWN = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

/** A failure in words; undefined for a bug in leadwire. */
export function describeError(error: unknown, usage?: string): Described | undefined {
  if (error instanceof Fault) return { message: clean(error.message), hints: error.hints, exitCode: error.exitCode };
  if (error instanceof FileError) {
    const { message, hints, code } = error;
    return { message: clean(message), hints, exitCode: code === 'aborted' ? EXIT.stopped : EXIT.usage };
  }
  if (error instanceof CommanderError) return wrongUsage(error, usage);
  if (isLeadwireError(error)) {
    return {
      message: clean(asFlags(error.message)),
      hints: [...issuesOf(error), ...(error.hint === undefined ? [] : [error.hint])].map(asFlags),
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
  if (isSystemError(error)) {
    return {
      message: `${error.path ?? error.syscall}: ${reasonOf(error)}.`,
      hints: ['Correct that or name another file, and run the command again.'],
      exitCode: EXIT.usage,
    };
  }
  return undefined;
}

/** A bug in leadwire: the stack trace helps to find it. */
const unexpected = (error: unknown): Described => ({
  message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  hints: [],
  exitCode: EXIT.stopped,
});

/** Commander gives the error on one line and a suggestion on the next. */
function wrongUsage({ message }: CommanderError, usage = 'leadwire --help'): Described {
  const [said = '', ...meant] = message.replace(/^error: /, '').split('\n');
  return {
    message: said.endsWith('.') ? said : `${said}.`,
    hints: [...meant.map((text) => text.replace(/^\((.*)\)$/, '$1')), ...choiceMeant(said), `See ${usage}`],
    exitCode: EXIT.usage,
  };
}

/** Commander suggests options and commands, not the values of an option. */
function choiceMeant(said: string): string[] {
  const found = /argument '([^']*)' is invalid\. Allowed choices are (.*?)\.?$/.exec(said);
  return found === null ? [] : didYouMean(found[1] ?? '', (found[2] ?? '').split(', '));
}

const isSetUpWrong = ({ kind, code }: LeadwireError): boolean =>
  ['misconfigured', 'unauthorized', 'forbidden', 'invalid-input'].includes(kind) && code !== 'ledger-full';

/** Like `isLeadwireError` of core, without loading core. */
const isLeadwireError = (value: unknown): value is LeadwireError =>
  typeof value === 'object' && value !== null && Symbol.for('leadwire.error') in value;
