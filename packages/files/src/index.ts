export { checkCountry } from './cells/country.ts';
export { createJudge, type JudgeOptions, type Verdict } from './cells/judge.ts';
export { type LeadReader, phoneText } from './cells/lead-reader.ts';
export type { ColumnPlan, ColumnUse, Destination } from './columns/columns.ts';
export { FileError, type FileErrorCode } from './errors.ts';
export type { Surroundings } from './input/source.ts';
export { type FileOptions, type OpenedRows, openRows } from './rows/open-rows.ts';
export type { OpenedTable } from './rows/open-table.ts';
export { type Cell, cellText, type Row, type Table } from './table.ts';
