import { relative } from 'node:path';

/** One thing wrong with a spec: where it stands and what it is called. */
export interface SpecFault {
  file: string;
  line: number;
  message: string;
}

/** Thrown when a spec cannot be generated from; nothing has been written by then. */
export class SpecError extends Error {
  readonly faults: readonly SpecFault[];

  constructor(faults: readonly SpecFault[]) {
    super(faults.map(faultLine).join('\n'));
    this.name = 'SpecError';
    this.faults = faults;
  }
}

export const faultLine = ({ file, line, message }: SpecFault): string => `${file}:${line} ${message}`;

/** A path as messages name it. */
export const shown = (file: string): string => relative(process.cwd(), file) || '.';

/** Reports what was mended: the keys that lead there, and what was done, in a sentence. */
export type Warn = (steps: readonly string[], message: string) => void;
