import { EXIT, type ExitCode } from '../exit-codes.ts';

/** A failure that is the user's to mend: what is wrong, what to do next, and the exit code that goes with it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** What to do next, one line each. */
  readonly hints: readonly string[];
  readonly exitCode: ExitCode;

  constructor(message: string, options: { hints?: readonly string[]; exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hints = options.hints ?? [];
    this.exitCode = options.exitCode ?? EXIT.usage;
  }

  /** The same, said of a file. */
  in(name: string): Fault {
    return new Fault(`${name}: ${this.message}`, this);
  }
}
