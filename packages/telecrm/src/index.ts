// Every type that a call takes or returns is exported here, so that a program needs this package alone.
export type * from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type * from '@leadwire/generated-telecrm';
export type { Telecrm } from './client.ts';
export { createTelecrm } from './client.ts';
export type { TelecrmOptions } from './options.ts';
export { readPhone } from './read-phone.ts';
export type { TelecrmTargetOptions } from './target-outline.ts';
export type { LeadUpserted } from './upsert.ts';
