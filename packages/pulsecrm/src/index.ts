// Every type that a call takes or returns is exported here, so that a program needs this package alone.
export type * from '@leadwire/core';
export type { Call } from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type * from '@leadwire/generated-pulsecrm';
export type { Lead } from '@leadwire/generated-pulsecrm';
export type { Pulsecrm } from './client.ts';
export { createPulsecrm } from './client.ts';
export type { FindBy } from './find.ts';
export type { PulsecrmOptions } from './options.ts';
export type { PulsecrmTargetOptions } from './target-outline.ts';
