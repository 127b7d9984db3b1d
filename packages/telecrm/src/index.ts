export type { CallMeta, CallOptions, CallResult, ErrorKind, LeadTarget } from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type {
  ActionsCreate,
  ActionsCreated,
  CustomAction,
  LeadCreate,
  LeadCreated,
  LeadDetail,
  LeadPage,
  LeadRow,
  LeadSearch,
  LeadUpdate,
  LeadUpsertAsync,
  PaymentAction,
  Remark,
} from '@leadwire/generated-telecrm';
export type { TelecrmOptions } from './options.ts';
export type { Telecrm } from './provider.ts';
export { createTelecrm } from './provider.ts';
export { readPhone } from './read-phone.ts';
export type { TelecrmTargetOptions } from './target.ts';
export type { LeadUpserted } from './upsert.ts';
