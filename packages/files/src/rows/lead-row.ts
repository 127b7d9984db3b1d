import type { Lead } from '@leadwire/core';
import type { E164, PhoneReason } from '@leadwire/core/phone';
import type { Cell } from '../cells/cell.ts';

/** Where a row stands in its file, and what stands in it. */
interface RowBase {
  /** As a spreadsheet counts: the header is row 1. In NDJSON the line. */
  readonly row: number;
  /** Line of the file where it begins. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** Something to tell about a row that can be sent all the same. */
export interface RowWarning {
  readonly code: 'doubtful-phone' | 'not-an-email' | 'do-not-call-registry' | 'hidden-row';
  readonly text: string;
}

/** The phone of a row as it will be dialled. */
export interface RowPhone {
  readonly e164: E164;
  /** Name of the column that it stands in. */
  readonly column: string;
  /** As it is typed there. */
  readonly written: string;
  /** ISO 3166-1 alpha-2. */
  readonly region: string | undefined;
  /** `MOBILE`, `FIXED_LINE` and so on. */
  readonly type: string | undefined;
  /** False: possible by its length, and in no range that its country has given out. */
  readonly valid: boolean;
}

/** A row that can be sent. */
export interface ReadyRow extends RowBase {
  readonly kind: 'ready';
  readonly lead: Lead & { readonly phone: E164 };
  /** From the column of `key`. */
  readonly key: string | undefined;
  readonly phone: RowPhone;
  readonly warnings: readonly RowWarning[];
}

export type RefusalCode =
  | PhoneReason
  | 'broken-row'
  | 'no-phone'
  | 'no-key'
  | 'bad-key'
  | 'test-lead'
  | 'unknown-country';

/** A row that is not sent: it cannot be, its phone came before, or it was asked to be left out. */
export interface UnsentRow extends RowBase {
  readonly kind: 'rejected' | 'duplicate' | 'skipped';
  /** A name for the reason that stays the same whatever the wording. */
  readonly code: RefusalCode | 'same-phone' | 'skip-rule' | 'left-out' | 'do-not-call';
  /** Why, in words that follow "the row": `has no phone number in "Mobile"`. */
  readonly reason: string;
}

export type LeadRow = ReadyRow | UnsentRow;
