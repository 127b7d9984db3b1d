export type { Lead, LeadCheck, LeadOutcome, LeadTarget, Ledger } from '@leadwire/core';
export { isLeadwireError, LeadwireError } from '@leadwire/core';
export type { OutcomeCounts } from './bulk/deliver.ts';
export type { SendLine } from './bulk/send-many.ts';
export { createLeadwire } from './create-leadwire.ts';
export type { LeadEvent, OnLeadEvent } from './events.ts';
export type { Leadwire } from './leadwire.ts';
export { type DedupeFacts, ledgerKeyOf } from './ledgers/dedupe-key.ts';
export { memoryLedger } from './ledgers/memory-ledger.ts';
export type {
  AcceptOptions,
  DeliverOptions,
  LeadItem,
  LeadSource,
  LeadwireOptions,
  SendManyOptions,
  SendOptions,
  UndoOptions,
} from './options.ts';
export type { Acceptance } from './records/accept.ts';
export type { Decision, ParkedLead, ParkedLeads } from './records/parked.ts';
export type { UndoLine } from './records/undo.ts';
export type { NamesIn, Report } from './send/fan-out.ts';
