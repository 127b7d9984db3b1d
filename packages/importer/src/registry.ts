export { type Environment, readCredentials } from './credentials.ts';
export type { Registry } from './destinations.ts';
export { type DestinationOptions, registry } from './providers.ts';
