export type { CallMeta, CallOptions, CallResult, ErrorKind, LeadTarget } from '@leadwire/core';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '@leadwire/core';
export type {
  Lead,
  LeadInput,
  LeadPage,
  LeadRotation,
  LeadSource,
  LeadUpdate,
  Team,
  UserSession,
} from '@leadwire/generated-pulsecrm';
export type { FindBy } from './find.ts';
export type { PulsecrmOptions } from './options.ts';
export type { Pulsecrm } from './provider.ts';
export { createPulsecrm } from './provider.ts';
export type { PulsecrmTargetOptions } from './target.ts';
