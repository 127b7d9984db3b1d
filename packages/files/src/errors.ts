export { didYouMean } from './did-you-mean.ts';

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

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'a file of that name is in the way',
  EDQUOT: 'the disk is full',
  EIO: 'the disk cannot be read or written',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no folder',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
};

/** What the operating system refused: a file that is not there, a full disk. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/** Why the operating system refused, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return WORDS[code ?? ''] ?? code ?? message ?? 'unknown reason';
}
