export { EXIT, type ExitCode } from './exit-codes.ts';
export type { Io, Out } from './io.ts';
export { run } from './run.ts';
