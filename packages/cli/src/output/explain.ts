import type { LeadwireError } from '@leadwire/core';
import { FileError, isSystemError, reasonOf } from '@leadwire/files/errors';
import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { issuesOf } from '../rows/describe-outcome.ts';
import { asFlags } from './as-flags.ts';
import { Fault } from './fault.ts';
import { styleFor } from './printer.ts';

/** A failure as a person can act on it: what happened, what to do next; and its exit code. */
export function explain(error: unknown, io: Io, options: { json: boolean; usage?: string }): ExitCode {
  // Help and version: commander has printed them.
  if (error instanceof CommanderError && SHOWN.includes(error.code))
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { message, hints, exitCode, details } = describe(error, options.usage);
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

const SHOWN = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

function describe(error: unknown, usage: string | undefined): Described {
  if (error instanceof Fault) return error;
  if (error instanceof FileError) {
    const { message, hints, code } = error;
    return { message, hints, exitCode: code === 'aborted' ? EXIT.stopped : EXIT.usage };
  }
  if (error instanceof CommanderError) return wrongUsage(error, usage);
  if (isLeadwireError(error)) {
    return {
      message: asFlags(error.message),
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
      hints: ['Mend that or name another file, and run it again.'],
      exitCode: EXIT.usage,
    };
  }
  // A mistake of ours: the trace is what helps.
  return {
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    hints: [],
    exitCode: EXIT.stopped,
  };
}

/** Commander says it in a line, with what may have been meant in another. */
function wrongUsage({ message }: CommanderError, usage = 'leadwire --help'): Described {
  const [said = '', ...meant] = message.replace(/^error: /, '').split('\n');
  return {
    message: said.endsWith('.') ? said : `${said}.`,
    hints: [...meant.map((text) => text.replace(/^\((.*)\)$/, '$1')), `To see what there is: ${usage}`],
    exitCode: EXIT.usage,
  };
}

const isSetUpWrong = ({ kind, code }: LeadwireError): boolean =>
  ['misconfigured', 'unauthorized', 'forbidden', 'invalid-input'].includes(kind) && code !== 'ledger-full';

/** As `isLeadwireError` of core, which would have to be loaded for it. */
const isLeadwireError = (value: unknown): value is LeadwireError =>
  typeof value === 'object' && value !== null && Symbol.for('leadwire.error') in value;
