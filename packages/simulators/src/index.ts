/** Stand-ins of TopCalls, Autocalls, telecrm and Pulse CRM that keep state: for your tests, and for ours. */
export type { AutocallsOptions, AutocallsState } from './autocalls/provider.ts';
export type { ClockOption, SimulatorClock } from './clock.ts';
export type { Collection } from './collection.ts';
export { createSimulators, type Simulators, type SimulatorsOptions } from './create-simulators.ts';
export { FAULT_NAMES, type FaultName, type FaultRule } from './faults/rule.ts';
export type { PulsecrmOptions, PulsecrmState } from './pulsecrm/provider.ts';
export type { EffectRecord, RecordCounts, RequestRecord, WebhookRecord } from './record.ts';
export type { SimulatorServer, SimulatorUrls } from './server.ts';
export type { EffectKind, ProviderName } from './simulator.ts';
export type { TelecrmOptions, TelecrmState } from './telecrm/provider.ts';
export type { TopcallsOptions, TopcallsState } from './topcalls/provider.ts';
export type { WebhookReceiver } from './webhooks.ts';
