export type { Lead, LeadOutcome, LeadTarget, Ledger } from '@leadwire/core';
export { isLeadwireError, LeadwireError } from '@leadwire/core';
export type { LeadEvent, OnLeadEvent } from './events.ts';
export type { NamesIn, Report } from './fan-out.ts';
export type { Leadwire } from './leadwire.ts';
export { createLeadwire } from './leadwire.ts';
export { memoryLedger } from './ledgers/memory.ts';
export type {
  LeadItem,
  LeadRetryOptions,
  LeadSource,
  LeadwireOptions,
  SendManyOptions,
  SendOptions,
} from './options.ts';
export type { Decision, ParkedLead, ParkedLeads } from './parked.ts';
export type { SendLine } from './send-many.ts';
