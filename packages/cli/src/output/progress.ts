import { formatSeconds, type Tally } from '@leadwire/importer';
import type { Io } from '../io.ts';

/** What is shown while rows are read or sent; nothing in a pipe. */
export interface Progress {
  /** @param share - how much of the file is done, 0 to 1; undefined where its length is not known */
  update(tally: Tally, share: number | undefined): void;
  stop(): void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };
const REDRAW_MS = 100;
const BAR_COLUMNS = 24;
/** Columns that the figures beside the bar take. */
const FIGURE_COLUMNS = 56;

/** A bar with rate and time left in a terminal; silent in a pipe. */
export async function createProgress(io: Pick<Io, 'stderr' | 'env'>, now: () => number): Promise<Progress> {
  if (io.stderr.isTTY !== true || io.env.TERM === 'dumb') return SILENT;
  const { SingleBar } = await import('cli-progress');
  const columns = io.stderr.columns || 80;
  const narrow = columns <= FIGURE_COLUMNS;
  const startedAt = now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  const bar = new SingleBar({
    stream: io.stderr,
    format: narrow ? '{share} · {rows} rows · {counts}' : '{bar} {share} · {rows} rows · {rate}/s · {left} · {counts}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: Math.min(BAR_COLUMNS, Math.max(1, columns - FIGURE_COLUMNS)),
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    emptyOnZero: true,
    noTTYOutput: false,
  });
  bar.start(1000, 0, { share: '…', rows: 0, rate: 0, left: 'starting', counts: '' });
  return {
    update(tally, share) {
      const at = now();
      if (at - drawnAt < REDRAW_MS) return;
      drawnAt = at;
      const seconds = (at - startedAt) / 1000;
      bar.update(Math.round((share ?? 0) * 1000), {
        share: share === undefined ? '…' : `${Math.floor(share * 100)} %`,
        rows: tally.rows.toLocaleString('en'),
        rate: formatRate(seconds > 0 ? tally.rows / seconds : 0),
        left:
          share === undefined || share === 0
            ? `${formatSeconds(seconds)} so far`
            : `${formatSeconds((seconds / share) * (1 - share))} left`,
        counts: tally.inWords(),
      });
    },
    stop: () => bar.stop(),
  };
}

/** Rows a second: `81` or `0.4`. */
export const formatRate = (rate: number): string =>
  rate >= 10 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1);

const SILENCE_MS = 60_000;

/** Prints a line, once, when no row was finished for a minute: a provider that does not respond shows no other sign. */
export function watchSilence(rowsDone: () => number, say: (text: string) => void): { stop(): void } {
  let before = rowsDone();
  let said = false;
  const timer = setInterval(() => {
    const done = rowsDone();
    if (done !== before) said = false;
    else if (!said) {
      said = true;
      say('No rows finished in the last minute: the provider is slow or does not respond. Press Ctrl+C to stop.');
    }
    before = done;
  }, SILENCE_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
