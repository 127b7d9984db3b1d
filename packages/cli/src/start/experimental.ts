import type { EventEmitter } from 'node:events';

/** Keeps back what Node 22 says on every run of its SQLite, of which a user of the command can do nothing. Other warnings are shown. */
export function muteExperimental(process: Pick<EventEmitter, 'listeners' | 'on' | 'removeAllListeners'>): void {
  const shown = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning: Error) => {
    if (warning.name !== 'ExperimentalWarning') for (const show of shown) show.call(process, warning);
  });
}
