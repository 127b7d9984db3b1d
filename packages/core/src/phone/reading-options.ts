import type { PhoneForm } from '../operation.ts';
import type { PhoneMetadata } from './metadata.ts';

/** What decides how a number is read, beside the text. */
export interface ReadingOptions {
  readonly metadata: PhoneMetadata;
  /** As the metadata spells it. */
  readonly country: string | undefined;
  readonly digitsAlone: 'national' | 'international' | undefined;
  readonly form: PhoneForm | undefined;
}
