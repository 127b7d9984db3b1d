import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = join(ROOT, 'packages/cli/dist/main.js');
const COMMAND = existsSync(BUILT) ? [BUILT] : ['--conditions=leadwire-source', join(ROOT, 'packages/cli/src/main.ts')];

/** `leadwire ui` in its own process: what was built, or else the sources. */
export interface PageProcess {
  readonly address: string;
  readonly process: ChildProcess;
  /** All that it has printed. */
  printed(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface StartPageOptions {
  /** Where it is started: files of it may be chosen. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export async function startPage({ folder, env = {}, args = [] }: StartPageOptions): Promise<PageProcess> {
  const child = spawn(process.execPath, [...COMMAND, 'ui', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, XDG_STATE_HOME: `${folder}/.state`, ...env },
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    const onText = (text: Buffer): void => {
      said += text.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said);
      if (found !== null) resolve(found[0]);
    };
    child.stdout.on('data', onText);
    child.stderr.on('data', onText);
    child.once('exit', (code) => reject(new Error(`leadwire ui ended with ${code}: ${said}`)));
  });
  return {
    address,
    process: child,
    printed: () => said,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}
