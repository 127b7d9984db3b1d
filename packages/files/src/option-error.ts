import { FileError } from './errors.ts';

/** An option that does not fit the file: what is wrong, and what to do. */
export const optionError = (message: string, ...hints: readonly string[]): FileError =>
  new FileError(message, { code: 'option', hints });
