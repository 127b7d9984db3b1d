// The form of a time differs by resource.
// assumption: times without a zone are UTC; the vendor does not say.

/** `2025-06-30 11:53:20`: leads, campaigns, calls, SMS, the list of conversations. */
export const localTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** `2025-05-29T07:18:34.000000Z`: everything else. */
export const isoTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 23)}000Z`;

const DAY_MS = 86_400_000;

/** Whether a time lies between two days, `YYYY-MM-DD`. */
export function betweenDays(from: string | undefined, to: string | undefined): (ms: number) => boolean {
  const first = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  // assumption: days are those of UTC, and the last one counts.
  const end = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to) + DAY_MS;
  return (ms) => ms >= first && ms < end;
}
