import { didYouMean } from '@leadwire/files/errors';
import { clean, type DescribedError, describeError, type FaultKind } from '@leadwire/importer/errors';
import { CommanderError } from 'commander';
import { asFlags } from '../destinations.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { styleFor } from './printer.ts';

/** Prints a failure, what happened and what to do next, and returns its exit code. */
export function explain(error: unknown, io: Io, options: { json: boolean; usage?: string }): ExitCode {
  // commander has printed the help or the version itself.
  if (error instanceof CommanderError && SHOWN.includes(error.code))
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { message, hints, kind, details } = describe(error, options.usage) ?? unexpected(error);
  const style = styleFor(io.stderr, io.env);
  io.stderr.write(`${style('red', 'leadwire:')} ${message}\n${hints.map((hint) => `  ${clean(hint)}\n`).join('')}`);
  if (options.json) io.stdout.write(`${JSON.stringify({ type: 'error', message, hints, ...details })}\n`);
  return EXIT_OF[kind];
}

const EXIT_OF: Readonly<Record<FaultKind, ExitCode>> = {
  usage: EXIT.usage,
  stopped: EXIT.stopped,
  'some-rows-failed': EXIT.someRowsFailed,
};

const SHOWN = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

function describe(error: unknown, usage: string | undefined): DescribedError | undefined {
  if (error instanceof CommanderError) return wrongUsage(error, usage);
  const described = describeError(error);
  if (described?.details === undefined) return described;
  // The packages below name options as a program does.
  return { ...described, message: asFlags(described.message), hints: described.hints.map(asFlags) };
}

/** A bug in leadwire: the stack trace helps to find it. */
const unexpected = (error: unknown): DescribedError => ({
  message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  hints: [],
  kind: 'stopped',
});

/** Commander gives the error on one line and a suggestion on the next. */
function wrongUsage({ message }: CommanderError, usage = 'leadwire --help'): DescribedError {
  const [said = '', ...meant] = message.replace(/^error: /, '').split('\n');
  return {
    message: said.endsWith('.') ? said : `${said}.`,
    hints: [...meant.map((text) => text.replace(/^\((.*)\)$/, '$1')), ...choiceMeant(said), `See ${usage}`],
    kind: 'usage',
  };
}

/** Commander suggests options and commands, not the values of an option. */
function choiceMeant(said: string): string[] {
  const found = /argument '([^']*)' is invalid\. Allowed choices are (.*?)\.?$/.exec(said);
  return found === null ? [] : didYouMean(found[1] ?? '', (found[2] ?? '').split(', '));
}
