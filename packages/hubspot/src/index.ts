// Every type that a call takes or returns is exported here, so that a program needs this package alone.
export type * from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type * from '@leadwire/generated-hubspot';
export type { Hubspot } from './client.ts';
export { createHubspot } from './client.ts';
export type { HubspotOptions } from './options.ts';
