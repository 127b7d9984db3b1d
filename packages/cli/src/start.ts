import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Out } from './io.ts';

const manifest = createRequire(import.meta.url)('@leadwire/cli/package.json') as { readonly version: string };

/** Of this package. */
export const version: string = manifest.version;

/**
 * What the command runs on: undici asks for it. The manifest's `engines` ask for more, for what MSW installs beside the simulators and the
 * command never loads.
 */
export const NEEDED_NODE = '22.19';

/** Keeps back what Node 22 says on every run of its SQLite, of which a user of the command can do nothing. Other warnings are shown. */
export function muteExperimental(process: Pick<EventEmitter, 'listeners' | 'on' | 'removeAllListeners'>): void {
  const shown = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning: Error) => {
    if (warning.name !== 'ExperimentalWarning') for (const show of shown) show.call(process, warning);
  });
}

/**
 * What to tell a person whose Node is older than what is needed; undefined where it will do. Else a dependency would
 * fail with a trace that says nothing of Node.
 * @param running - as `process.versions.node`
 * @param needed - as {@link NEEDED_NODE}
 */
export function oldNodeNotice(running: string, needed: string): string | undefined {
  const [major = 0, minor = 0] = parts(running);
  const [neededMajor = 0, neededMinor = 0] = parts(needed);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return undefined;
  return [
    `leadwire: This is Node ${running}, and leadwire needs ${needed} or newer.`,
    '  Install a newer one (https://nodejs.org), or run leadwire by one that is there: /path/to/node "$(command -v leadwire)" …',
    '',
  ].join('\n');
}

const parts = (version: string): number[] => version.split('.').map(Number);

/** Shows the cursor and wraps lines again, which a progress bar that is cut off leaves hidden and off. */
export function restoreTerminal(out: Out): void {
  if (out.isTTY === true) out.write('\u001b[?25h\u001b[?7h\n');
}
