// For provider packages, and for what sends leads through them. Users of a client need `@leadwire/core` alone.

export { safeCause } from './call/classify-error.ts';
export type { RunInput } from './call/context.ts';
export type { Client, Runner } from './call/create-client.ts';
export { createClient } from './call/create-client.ts';
export { canonical, isLedgerKey, sha256Base64Url } from './call/idempotency/idempotency-key.ts';
export { inEnvelope } from './call/lists/list-page.ts';
export { readRows, unreadable } from './call/lists/read-rows.ts';
export type {
  LostCall,
  ProviderDefinition,
  ProviderFailure,
  Reconcile,
  ReconcileResult,
  RequestDraft,
  RevisedDraft,
} from './call/provider-definition.ts';
export { reasonsIn } from './call/provider-definition.ts';
export type { ProviderTime } from './call/provider-time.ts';
export { CLOCK_SLACK_MS, earliestOf, exactTimeMs, parseProviderTime } from './call/provider-time.ts';
export { callMeta, changeMeta } from './call/to-result.ts';
export {
  didYouMean,
  numberFaults,
  type OptionNames,
  requireKnown,
  requireNumbers,
  signalFaults,
  timeFaults,
} from './check-options.ts';
export type { Backoff } from './clock.ts';
export { backoffMs, elapsedMs, runAfter, systemClock } from './clock.ts';
export { joinEffects, mayResend } from './effect.ts';
export { refusal } from './errors.ts';
export { tell } from './events.ts';
export { checkLead } from './lead/check-lead.ts';
export { withoutPlace } from './lead/decide-failure.ts';
export type { ReadLead } from './lead/lead.ts';
export { fullName, omitEmpty, readLead, splitName } from './lead/lead.ts';
export { arrivalIn } from './lead/ledger.ts';
export { lookUntilFound } from './lead/look-until-found.ts';
export { arrived, createOutcome } from './lead/outcome.ts';
export type { FieldCondition, GeneratedApi, OperationMeta, Pagination, PhoneField, PhoneForm } from './operation.ts';
export type { ResolvedOptions } from './options.ts';
export { loadPhoneParser } from './phone/load-phones.ts';
export { isE164, isSameNumber, toWireForm } from './phone/wire-form.ts';
export { perProcess } from './platform.ts';
export { maskText } from './privacy.ts';
export type { KeyOptions } from './resolve-options.ts';
export { checkBaseUrl, checkRates, readKeyOptions, resolveOptions } from './resolve-options.ts';
export { err, exchangeOf, ok } from './result.ts';
export { checkClient } from './target/check-client.ts';
export type {
  CredentialSet,
  CredentialVariable,
  Destination,
  DestinationOption,
  OpenContext,
  OpenedDestination,
  OptionsOf,
  PlaceChoice,
  PlaceState,
} from './target/destination.ts';
export { keyDestination, secretVariables } from './target/destination.ts';
export type { TargetOutline } from './target/lazy-target.ts';
export { lazyTarget } from './target/lazy-target.ts';
export type { LeadSearch, LeadSearchDefinition, LookUp } from './target/lead-search.ts';
export { createLeadSearch } from './target/lead-search.ts';
export { matchesIn } from './target/matches-in.ts';
export { reconcileBySearch, unseenWhereRepeatsAreRefused } from './target/reconcile-by-search.ts';
export { accountPlaceOf, lostAt, misconfigured, placeOf, undone, unsupportedParts } from './target/target-parts.ts';
export {
  bearer,
  credentialMark,
  fromEnvironment,
  headerText,
  named,
  requireCredential,
} from './transport/credentials.ts';

export { HttpRequest } from './transport/request.ts';
