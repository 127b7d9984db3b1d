export { EXIT, type ExitCode, type Io, type Out } from './io.ts';
export { run } from './run.ts';
