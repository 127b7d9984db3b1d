export type { CallMeta, CallOptions, CallResult, ErrorKind, LeadTarget } from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type {
  Call as PhoneCall,
  Lead,
  LeadBulkImport,
  LeadBulkImportResult,
  LeadCreate,
  LeadList,
  LeadUpdate,
  LeadUpsertResult,
} from '@leadwire/generated-topcalls';
export type { TopcallsOptions } from './options.ts';
export type { Topcalls } from './provider.ts';
export { createTopcalls } from './provider.ts';
export type { TopcallsTargetOptions } from './target.ts';
