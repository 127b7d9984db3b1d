import { watch } from 'node:fs';

/** Editors write a file in several steps. */
const SETTLED_MS = 50;

/**
 * Runs at once, and again whenever a document below one of the folders changes, until the process is asked to end (Ctrl-C, SIGTERM). A run that
 * has begun is finished first, so that it leaves no half-written package; a second Ctrl-C ends it there.
 * @param started - called once changes and signals are noticed
 * @returns the exit code: 130 after Ctrl-C, 143 after SIGTERM, as a shell has it
 */
export async function runOnChange(
  folders: readonly string[],
  run: () => Promise<unknown>,
  started: () => void,
): Promise<number> {
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(run);
    }, SETTLED_MS);
  };
  const watchers = [...new Set(folders)].map((folder) =>
    watch(folder, { recursive: true }, (_, file) => {
      if (/\.(ya?ml|json)$/i.test(file ?? '')) later();
    }),
  );
  const ended = new Promise<number>((end) => {
    process.once('SIGINT', () => end(130));
    process.once('SIGTERM', () => end(143));
  });
  started();
  running = run();
  const code = await ended;
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  await running;
  return code;
}
