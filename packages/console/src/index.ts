export type * from './api.ts';
export type { Download, Importer, ReadChoice } from './importer.ts';
export { type Console, type ConsoleOptions, startConsole } from './server/start-console.ts';
