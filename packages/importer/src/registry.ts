export type { Environment, Registry } from './destinations.ts';
export { type DestinationOptions, registry } from './providers.ts';
