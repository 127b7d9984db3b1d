import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LeadwireError } from '@leadwire/core';
import type { Pool } from 'pg';

/** What the health endpoint tells. */
export interface WorkerState {
  isStopping: boolean;
  failure: LeadwireError | undefined;
  activeJobs: number;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** How long the database may take to answer before the worker is not healthy, in milliseconds. */
const TIMEOUT_MS = 2_000;

/** Answers `GET /health`: 200 while the worker works and its database answers, else 503 with the reason. */
export async function startHealthServer(
  { host, port }: { readonly host?: string | undefined; readonly port: number },
  pool: Pool,
  state: WorkerState,
): Promise<HealthServer> {
  const server = createServer(async (request, response) => {
    if (request.url !== '/health') return void response.writeHead(404).end();
    const reason = await reasonAgainst(pool, state);
    response.writeHead(reason === undefined ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: reason ?? 'ok', activeJobs: state.activeJobs }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, resolve);
  });
  server.on('error', () => undefined); // a connection that could not be accepted must not end the worker
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // one that has sent nothing would be waited for
      }),
  };
}

async function reasonAgainst(pool: Pool, { failure, isStopping }: WorkerState): Promise<string | undefined> {
  if (failure !== undefined) return failure.kind;
  if (isStopping) return 'stopping';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('database is silent'), TIMEOUT_MS);
  });
  const answer = pool.query({ text: 'select 1', query_timeout: TIMEOUT_MS } as { text: string }).then(
    () => undefined,
    () => 'database is unavailable',
  );
  const reason = await Promise.race([answer, silence]);
  clearTimeout(timer);
  return reason;
}
