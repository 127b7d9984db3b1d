import type { Readable } from 'node:stream';
import type { Answer, Doubt } from '@leadwire/files';
import type { Environment, Registry } from './destinations.ts';

/** Asks the person who imports; each rejects where that person stops. */
export interface Questions {
  answer(doubt: Doubt): Promise<Answer>;
  confirm(question: string): Promise<boolean>;
}

/** What an import touches of its surroundings. */
export interface ImportContext {
  readonly registry: Registry;
  /** Where the ledgers of destinations lie. */
  readonly ledgerFolder: string;
  /** Holds credentials and proxies. */
  readonly env: Environment;
  /** Read where the file is `-`. */
  readonly stdin: Readable;
  /** Aborted to stop cleanly. */
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
  /** Left out where no person can answer: what is in doubt then stops the import. */
  readonly questions?: Questions | undefined;
}
