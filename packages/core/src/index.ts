export type { ClientCore, Method, OperationShape, OptionsOf, Resources } from './call/create-client.ts';
export { createClientCore } from './call/create-client.ts';
export type { Clock } from './clock.ts';
export { systemClock } from './clock.ts';
export { accountMark, arrived, checkLead, decideFailure, given, notUpdated, withoutId } from './lead/decide-failure.ts';
export type { Effect, EffectClass } from './effect.ts';
export { effectClass, effectOfStatus, joinEffects, mayResend, valuesAt } from './effect.ts';
export type { AttemptRecord, ErrorKind, Issue, LeadwireErrorFields, ProblemDetails, TimeoutPhase } from './errors.ts';
export { isLeadwireError, LeadwireError } from './errors.ts';
export { arrivalIn } from './lead/evidence.ts';
export type { ProviderFailure, ReadFailure } from './call/classify-error.ts';
export { safeCause } from './call/classify-error.ts';
export type { KeyFacts } from './call/idempotency-key.ts';
export { canonical, deriveIdempotencyKey, isLedgerKey, newIdempotencyKey, sha256Base64Url } from './call/idempotency-key.ts';
export type { Lead, ReadLead } from './lead/lead.ts';
export { fullName, readLead, splitName } from './lead/lead.ts';
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
export type { FieldCondition, GeneratedApi, OperationMeta, Pagination, PhoneForm, PhonePlace } from './operation.ts';
export type { CallOptions, ClientOptions, Credential, ResolvedOptions, RetryOptions } from './options.ts';
export { bearer, checkBaseUrl, fromEnvironment, requireCredential, resolveOptions } from './options.ts';
export type { Accepted, Arrived, Duplicate, FieldNote, LeadOutcome, OutcomeKind, Parked, Rejected } from './lead/outcome.ts';
export { isKnownCountry } from './phone/country.ts';
export { loadPhoneMetadata } from './phone/load-metadata.ts';
export type { PhoneMetadata, PhoneMetadataChoice } from './phone/metadata.ts';
export type { E164, Phone, PhoneFault } from './phone/parse-phone.ts';
export { parsePhoneWith } from './phone/parse-phone.ts';
export type { PhoneReason } from './phone/reasons.ts';
export { PHONE_ADVICE } from './phone/reasons.ts';
export { toWireForm } from './phone/wire-form.ts';
export { describeValue, maskEmail, maskPhone, scrub } from './privacy.ts';
export type {
  GivenRequest,
  LostCall,
  PreparedRequest,
  Provider,
  ProviderRooms,
  Reconcile,
  RunInput,
  Verdict,
} from './call/provider-definition.ts';
export type { ProviderTime } from './call/provider-time.ts';
export { isSameNumber } from './lead/same-number.ts';
export { CLOCK_SLACK_MS, clockOffsetMs, parseProviderTime } from './call/provider-time.ts';
export type { AnswerMeta, CallMeta, Drift, Outcome, Result, Settled } from './result.ts';
export { Call, err, ok, PagedCall } from './result.ts';
export type { BulkTarget, LeadCheck, LeadTarget, SentEvidence, TargetSendOptions } from './lead/target.ts';
export type { Rate } from './transport/limiter.ts';
export type { LeadwireEvent, OnEvent } from './events.ts';
export { requestIdOf } from './transport/reply.ts';
export type { Fetch } from './transport/request.ts';
export { HttpRequest } from './transport/request.ts';
