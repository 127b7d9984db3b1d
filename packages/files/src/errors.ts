export { didYouMean } from './did-you-mean.ts';
export { isSystemError, reasonOf } from './system-error.ts';

/** Why a file cannot be read as leads; each has its own advice in `hints`. */
export type FileErrorCode = 'unreadable' | 'aborted' | 'not-a-table' | 'no-header' | 'encoding' | 'option';

/** A file or an option that the user must correct: what is wrong, and what to do next. Never quotes what a cell holds. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileErrorCode;
  /** What to do next, one line each. */
  readonly hints: readonly string[];

  constructor(message: string, options: { code?: FileErrorCode; hints?: readonly string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code ?? 'not-a-table';
    this.hints = options.hints ?? [];
  }

  /** The same error with the name of the file in front. */
  in(name: string): FileError {
    return new FileError(`${name}: ${this.message}`, this);
  }
}
