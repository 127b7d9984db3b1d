const MINUTE_MS = 60_000;

/** `01/06/2026` or `01/06/2026 10:30:00`: day, month, year, as in the vendor's sample workspace. */
const WRITTEN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/**
 * Epoch milliseconds of a date as telecrm takes it, or undefined. ISO 8601 is not understood.
 * assumption: a written date is in the workspace's own zone.
 */
export function readDate(value: unknown, utcOffsetMinutes: number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const [, day, month, year, hours = '0', minutes = '0', seconds = '0'] =
    WRITTEN.exec(typeof value === 'string' ? value : '') ?? [];
  if (day === undefined || month === undefined || year === undefined) return undefined;
  const at = Date.UTC(+year, +month - 1, +day, +hours, +minutes, +seconds);
  const isReal = new Date(at).getUTCMonth() === +month - 1 && new Date(at).getUTCDate() === +day;
  return isReal ? at - utcOffsetMinutes * MINUTE_MS : undefined;
}

export interface Range {
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Whether a moment lies in a range, both ends included; a missing end is open. Undefined for a range that cannot be read. */
export function isWithin(at: number, range: Range, utcOffsetMinutes: number): boolean | undefined {
  const from = range.from === undefined ? Number.NEGATIVE_INFINITY : readDate(range.from, utcOffsetMinutes);
  const to = range.to === undefined ? Number.POSITIVE_INFINITY : readDate(range.to, utcOffsetMinutes);
  return from === undefined || to === undefined ? undefined : at >= from && at <= to;
}
