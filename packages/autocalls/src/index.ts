// Every type that a call takes or returns is exported here, so that a program needs this package alone.
export type * from '@leadwire/core';
export type { Call } from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type { ProviderTime } from '@leadwire/core/provider';
export { parseProviderTime } from '@leadwire/core/provider';
export type * from '@leadwire/generated-autocalls';
export type { Call as PhoneCall, Lead } from '@leadwire/generated-autocalls';
export type { Autocalls } from './client.ts';
export { createAutocalls } from './client.ts';
export type { AutocallsOptions } from './options.ts';
export type { DocumentCreate, FileDocument } from './prepare.ts';
export type { AutocallsTargetOptions } from './target-outline.ts';
