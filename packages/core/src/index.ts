// For users of a client. What a provider package is built from is in `@leadwire/core/provider`.
export { Call, PagedCall } from './call/call.ts';
export type { Method, OperationShape, OptionsOf, Resources } from './call/create-client.ts';
export type { Clock } from './clock.ts';
export type { Effect, EffectClass } from './effect.ts';
export type { AttemptRecord, ErrorKind, Issue, LeadwireErrorFields, ProblemDetails, TimeoutPhase } from './errors.ts';
export { isLeadwireError, LeadwireError } from './errors.ts';
export type { LeadwireEvent, OnEvent } from './events.ts';
export type { Lead } from './lead/lead.ts';
export { LEAD_FIELDS } from './lead/lead.ts';
export type {
  Claim,
  ClaimOptions,
  Completion,
  Ledger,
  LedgerEntry,
  LedgerFilter,
  LedgerId,
  LedgerRow,
  LedgerState,
  Release,
} from './lead/ledger.ts';
export type {
  Accepted,
  Arrived,
  Duplicate,
  FieldNote,
  LeadOutcome,
  OutcomeKind,
  Parked,
  Rejected,
} from './lead/outcome.ts';
export type {
  BulkTarget,
  CreateTimes,
  FoundLead,
  LeadCheck,
  LeadTarget,
  PriorSend,
  TargetSendOptions,
  Undone,
} from './lead/target.ts';
export type { CallOptions, ClientOptions, RetryOptions } from './options.ts';
export { loadPhoneMetadata } from './phone/load-phones.ts';
export type { PhoneMetadata, PhoneMetadataChoice } from './phone/metadata.ts';
export type { E164, Phone, PhoneFault } from './phone/parse-phone.ts';
export type { PhoneReason } from './phone/reasons.ts';
export { PHONE_ADVICE } from './phone/reasons.ts';
export type { CallMeta, CallResult, Drift, Result } from './result.ts';
export type { ClientCheck, ProviderClient } from './target/check-client.ts';
export type { Credential } from './transport/credentials.ts';
export type { Rate, SharedLimiter } from './transport/limiter.ts';
