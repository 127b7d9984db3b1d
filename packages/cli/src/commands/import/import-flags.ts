import type { ImportOptions } from '@leadwire/importer';
import type { DestinationName, DestinationOptions } from '../../destinations.ts';

/** What the flags of `leadwire import` hold. */
export interface ImportFlags extends Omit<ImportOptions, 'to' | 'options'>, DestinationOptions {
  readonly to: DestinationName;
  /** Confirms the preview, and a file with many doubtful numbers. */
  readonly yes?: boolean | undefined;
  /** Milliseconds since the epoch. */
  readonly notBefore?: number | undefined;
  /** Where to write the mapping that was confirmed. */
  readonly saveProfile?: string | undefined;
  readonly json?: boolean | undefined;
}
