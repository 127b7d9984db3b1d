/** Stateful simulators of the lead APIs, for your tests and for ours. */
export type { AutocallsOptions, AutocallsState } from './autocalls/provider.ts';
export { createSimulators } from './create-simulators.ts';
export type { ClockOption, SimulatorClock } from './framework/clock.ts';
export { FAULT_NAMES, type FaultName } from './framework/faults/rule.ts';
export type { EffectKind } from './framework/provider.ts';
export type { RecordCounts } from './framework/record.ts';
export type { Collection } from './framework/state/collection.ts';
export type { WebhookReceiver } from './framework/webhooks.ts';
export { leadsByPhone, type SimulatedLead } from './leads-by-phone.ts';
export type { PulsecrmOptions, PulsecrmState } from './pulsecrm/provider.ts';
export { type ProviderName, type SimulatorUrls, urlOf } from './registry.ts';
export type {
  EffectRecord,
  FaultRule,
  RequestRecord,
  SimulatorServer,
  Simulators,
  SimulatorsOptions,
  WebhookRecord,
} from './simulators.ts';
export type { TelecrmOptions, TelecrmState } from './telecrm/provider.ts';
export type { TopcallsOptions, TopcallsState } from './topcalls/provider.ts';
