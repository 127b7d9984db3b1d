export { accountOf, type ConnectionOptions, clientOptions } from './client-options.ts';
export type { ImportContext, Questions } from './context.ts';
export {
  type DestinationValues,
  destinationNamed,
  type Environment,
  type OpenDestinationOptions,
  openDestination,
  type Registry,
} from './destinations.ts';
export { createLeadSource, type LeadSource } from './import/lead-source.ts';
export { type ImportOptions, type OpenedImport, openImport } from './import/open-import.ts';
export { type CallingTime, callingTime, nightRegions, readAhead } from './import/read-ahead.ts';
export { type Ended, type SendRowsOptions, sendRows } from './import/send-rows.ts';
export { createUndiciFetch, type UndiciFetch } from './import/undici-fetch.ts';
export { openWhenFree } from './ledger/open-ledger.ts';
export { hashFile, type RunRecord, type SettledRow } from './ledger/run-record.ts';
export { type Run, type RunDestination, type RunRow, RunStore } from './ledger/run-store.ts';
export {
  type DestinationId,
  destinationLedgerPath,
  earlierLedgerPath,
  emptyFolderNotice,
  ledgersIn,
  makeLedgerFolder,
  stateFolder,
} from './ledger/state-folder.ts';
export { type ByteSink, CsvFile, isSqliteFile } from './output/csv-file.ts';
export { openRejectedFile, openReport, openRowFiles, type RowFileFlags, type RowFiles } from './output/row-files.ts';
export { describeOutcome, formatSeconds, type Wording } from './rows/describe-outcome.ts';
export { isRepeatable, type OpenedLeads, openLeads } from './rows/open-leads.ts';
export { type FileFlags, readOptions, readProfile } from './rows/read-options.ts';
export { Reasons } from './rows/reasons.ts';
export { RowLog, type RowResult } from './rows/row-log.ts';
export { type Survey, surveyFile, tooDoubtful } from './rows/survey.ts';
export { leadCount, type RowOutcome, Tally } from './rows/tally.ts';
export { openUndo, type RecordedRun, type RemovedLead, type Undo } from './undo/undo-run.ts';
