export { type Environment, type Registry, readCredentials } from './destinations.ts';
export { type DestinationOptions, registry } from './providers.ts';
