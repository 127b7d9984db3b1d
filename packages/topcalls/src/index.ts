// Every type that a call takes or returns is exported here, so that a program needs this package alone.
export type * from '@leadwire/core';
export type { Call } from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type * from '@leadwire/generated-topcalls';
export type { Call as PhoneCall, Lead } from '@leadwire/generated-topcalls';
export type { LeadPatch, Topcalls } from './client.ts';
export { createTopcalls } from './client.ts';
export type { TopcallsOptions } from './options.ts';
export type { TopcallsTargetOptions } from './target-outline.ts';
