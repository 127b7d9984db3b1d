export { LEAD_FIELDS } from '@leadwire/core';
export { type Cell, cellText, phoneText } from './cells/cell.ts';
export { checkCountry } from './cells/country.ts';
export type { LeadField } from './columns/column-words.ts';
export { nameOrPlace } from './columns/find-column.ts';
export type { Destination } from './columns/mapping.ts';
export { FileError, type FileErrorCode } from './errors.ts';
export type { FileSource } from './input/open-bytes.ts';
export { encodeText } from './input/text-encoding.ts';
export { openFile } from './open-file.ts';
export type { ColumnUse, FileColumn, OpenedFile, Why } from './opened-file.ts';
export {
  type Answer,
  applyAnswer,
  type Doubt,
  type DoubtKind,
  type ReadOptions,
  type RowEdit,
  type RowEdits,
} from './options.ts';
export { formatProfile, type Profile, parseProfile, profileSchema } from './profiles/profile.ts';
export type { LeadRow, ReadyRow, RefusalCode, RowPhone, RowWarning, UnsentRow } from './rows/lead-row.ts';
export type { Row } from './tables/table.ts';
