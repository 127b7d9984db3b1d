export type { CallMeta, CallOptions, CallResult, ErrorKind, LeadTarget } from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type { ProviderTime } from '@leadwire/core/provider';
export { parseProviderTime } from '@leadwire/core/provider';
export type {
  Call as PhoneCall,
  CallMade,
  CallMake,
  Campaign,
  CampaignCreate,
  Lead,
  LeadCreate,
  LeadCreated,
  LeadPage,
  LeadUpdate,
} from '@leadwire/generated-autocalls';
export type { AutocallsOptions } from './options.ts';
export type { Autocalls } from './provider.ts';
export { createAutocalls } from './provider.ts';
export type { AutocallsTargetOptions } from './target.ts';
