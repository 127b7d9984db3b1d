/**
 * The moment that `--not-before` names: a whole date, or `09:00` of today; where that is over for more than half a day, of tomorrow,
 * so that a run in the evening waits for the morning.
 * @returns milliseconds since the epoch; undefined where it cannot be read
 */
export function parseNotBefore(text: string, now: number): number | undefined {
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (time === null) {
    const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  }
  const at = new Date(now);
  at.setHours(Number(time[1]), Number(time[2]), 0, 0);
  if (now - at.getTime() > HALF_A_DAY_MS) at.setDate(at.getDate() + 1);
  return at.getTime();
}

const HALF_A_DAY_MS = 12 * 3_600_000;
