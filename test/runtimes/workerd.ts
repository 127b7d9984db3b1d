import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export interface Workerd {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts workerd on a configuration of this folder, and waits until it listens. */
export async function startWorkerd(config: string): Promise<Workerd> {
  const program = here('node_modules/@cloudflare/workerd-linux-64/bin/workerd');
  const worker = spawn(program, ['serve', config, '--control-fd=1'], {
    cwd: here('.'),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => worker.once('close', resolve).once('error', resolve));
  const stop = async () => {
    worker.kill();
    await ended;
  };
  try {
    return { origin: `http://127.0.0.1:${await portOf(worker)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** workerd says on its control channel which port it took. */
async function portOf(worker: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: worker.stdout as NonNullable<ChildProcess['stdout']> })) {
    const said = JSON.parse(line) as { event?: string; port?: number };
    if (said.event === 'listen' && said.port !== undefined) return said.port;
  }
  throw new Error('workerd ended before it listened');
}
