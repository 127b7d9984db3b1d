import type { EventEmitter } from 'node:events';

/**
 * For the `pg.Pool` of a test that stops, restarts or silences its server: the error of an idle or a closing connection,
 * which would end the process, is ignored; that of a query still reaches its caller.
 * @example const pool = ignoreLostConnections(new pg.Pool({ connectionString, max: 1 }))
 */
export function ignoreLostConnections<P extends EventEmitter>(pool: P): P {
  const ignore = () => undefined;
  pool.on('error', ignore);
  pool.on('connect', (connection: EventEmitter) => connection.on('error', ignore));
  return pool;
}
