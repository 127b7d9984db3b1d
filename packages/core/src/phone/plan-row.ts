import type { PhoneMetadata } from './metadata.ts';

/**
 * A numbering plan as libphonenumber-js packs it in metadata of version 4; 0 or nothing stands for absent.
 * @see https://gitlab.com/catamphetamine/libphonenumber-js/-/blob/master/METADATA.md
 */
export type PlanRow = readonly [
  callingCode: string,
  iddPrefix: string | 0,
  pattern: string,
  lengths: readonly number[],
  formats: unknown,
  nationalPrefix?: string | 0,
  nationalPrefixFormattingRule?: unknown,
  nationalPrefixForParsing?: string | 0,
  nationalPrefixTransformRule?: string | 0,
  nationalPrefixIsOptional?: unknown,
  leadingDigits?: string | 0,
  types?: readonly (TypeRow | 0)[] | 0,
];

/** The pattern of a type, empty where it is the fixed line's, and its lengths where they are not the plan's. */
export type TypeRow = readonly [pattern: string, lengths?: readonly number[]];

export interface PlanRows {
  readonly version: 4;
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>;
  readonly countries: Readonly<Record<string, PlanRow>>;
  readonly nonGeographic?: Readonly<Record<string, PlanRow>>;
}

/** The metadata in the packing that we read ourselves; undefined for any other version, which only the library can read. */
export function planRows(metadata: PhoneMetadata): PlanRows | undefined {
  return metadata.version === 4 ? (metadata as unknown as PlanRows) : undefined;
}
