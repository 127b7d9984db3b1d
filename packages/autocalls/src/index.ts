export type { CallMeta, CallOptions, ErrorKind, LeadTarget, Outcome, ProviderTime } from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata, parseProviderTime } from '@leadwire/core';
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
