export { type Cell, cellText } from './cells/cell.ts';
export { checkCountry } from './cells/country.ts';
export { phoneText } from './cells/phone-text.ts';
export type { ColumnUse, Destination, FileColumn, Why } from './columns/column-plan.ts';
export { LEAD_FIELDS, type LeadField } from './columns/column-words.ts';
export { type Answer, applyAnswer, type Doubt, type DoubtKind } from './doubts.ts';
export { FileError, type FileErrorCode } from './errors.ts';
export type { FileSource } from './input/open-bytes.ts';
export { type OpenedFile, openFile } from './open-file.ts';
export type { ReadOptions } from './options.ts';
export { formatProfile, type Profile, parseProfile, profileSchema } from './profiles/profile.ts';
export type { LeadRow, ReadyRow, RefusalCode, RowPhone, RowWarning, UnsentRow } from './rows/lead-row.ts';
export {
  type ColumnPlan,
  createJudge,
  type FileOptions,
  type JudgeOptions,
  type OpenedRows,
  openRows,
  type Surroundings,
  type Verdict,
} from './rows/open-rows.ts';
export type { OpenedTable } from './tables/open-table.ts';
export type { Row, Table } from './tables/table.ts';
