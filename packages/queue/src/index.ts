export type { QueueOptions } from './database.ts';
export type { EnqueueOptions, EnqueueReport, RejectedLine } from './enqueue-import.ts';
export { enqueueImport } from './enqueue-import.ts';
export type { SharedLimiterOptions } from './shared-limiter.ts';
export { sharedLimiter } from './shared-limiter.ts';
export type { Worker, WorkerEvent, WorkerOptions } from './start-worker.ts';
export { startWorker } from './start-worker.ts';
export type { ImportStatus } from './status.ts';
export { status } from './status.ts';
