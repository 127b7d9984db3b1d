/** One line of the diagnosis. */
export interface Finding {
  readonly name: 'credentials' | 'address' | 'call' | 'spec' | 'clock' | 'place' | 'calling' | 'ledger' | 'file';
  readonly status: 'ok' | 'warning' | 'failed';
  readonly text: string;
  /** What to do. */
  readonly hint?: string | undefined;
}

export function finding(name: Finding['name'], status: Finding['status'], text: string, hint?: string): Finding {
  return { name, status, text, hint };
}
