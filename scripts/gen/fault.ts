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
    super(faults.map((fault) => `${fault.file}:${fault.line} ${fault.message}`).join('\n'));
    this.name = 'SpecError';
    this.faults = faults;
  }
}
