import { once } from 'node:events';
import { connect, Server } from 'node:net';
import type { Pool } from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startHealthServer } from './health.ts';

const open = () => {
  const pool = { query: async () => ({ rows: [] }) } as unknown as Pool;
  return startHealthServer({ host: '127.0.0.1', port: 0 }, pool, {
    isStopping: false,
    failure: undefined,
    activeJobs: 0,
  });
};

test('a connection that the health endpoint could not accept does not end the worker', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  onTestFinished(() => listen.mockRestore());
  const health = await open();
  onTestFinished(health.close);
  // Twice: a listener for the start of the server would hear the first.
  for (const error of [new Error('accept ENOBUFS'), new Error('accept EMFILE')])
    expect((listen.mock.contexts[0] as Server).emit('error', error)).toBe(true);
});

test('a connection that sends nothing does not hold up the end of the health endpoint', async () => {
  const health = await open();
  const silent = connect(health.port, '127.0.0.1');
  await once(silent, 'connect');
  await fetch(`http://127.0.0.1:${health.port}/health`); // behind it in the line of connections to accept
  await Promise.all([once(silent.resume(), 'close'), health.close()]);
});
