export type { Environment, Registry } from '@leadwire/importer';
export { registry } from '@leadwire/importer/registry';
export { type Console, type ConsoleOptions, startConsole } from './server/start-console.ts';
