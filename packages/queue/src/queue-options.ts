/** Where a queue is. */
export interface QueueOptions {
  /** `postgres://user:password@host:5432/database` */
  readonly connectionString: string;
  /** Schema of the ledger; the queue's own tables are in `<schema>_queue`, those of pg-boss in `<schema>_jobs`. @default 'leadwire' */
  readonly schema?: string | undefined;
  /** Most connections, for the ledger, the queue and pg-boss together. @default 6 */
  readonly maxConnections?: number | undefined;
}
