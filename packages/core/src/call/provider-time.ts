import type { CallMeta } from '../result.ts';
import { httpDateMs } from '../transport/wait-hint.ts';
import type { Runner } from './create-client.ts';

/** A provider's time, and whether it says where it holds. */
export interface ProviderTime {
  /** Milliseconds since the epoch; exact when the zone is known, read as UTC when it is not. */
  readonly ms: number;
  /** False: the text names no zone, and the provider does not say which is meant. */
  readonly zoneKnown: boolean;
}

const LOCAL = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)$/;
const ZONED = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads the three forms in which providers write times: ISO 8601 in UTC, ISO 8601 with an offset, and a local form without a zone.
 * @returns undefined when the text is none of them
 * @example parseProviderTime('2025-06-30 11:53:20') // { ms: 1751284400000, zoneKnown: false }
 */
export function parseProviderTime(text: string): ProviderTime | undefined {
  const local = LOCAL.exec(text.trim());
  const ms = Date.parse(local ? `${local[1]}T${local[2]}Z` : text.trim());
  if (Number.isNaN(ms)) return undefined;
  if (local) return { ms, zoneKnown: false };
  return ZONED.test(text.trim()) ? { ms, zoneKnown: true } : undefined;
}

/** Seconds since the epoch are below this, milliseconds above. */
const SECONDS_BELOW = 100_000_000_000;

/**
 * A time that proves when a record was made, in milliseconds since the epoch; undefined where a text names no zone, or is not a time. A number is read as
 * seconds or milliseconds since the epoch.
 * @example exactTimeMs('2025-06-30 11:53:20') // undefined
 */
export function exactTimeMs(text: unknown): number | undefined {
  if (typeof text === 'number') return text < SECONDS_BELOW ? text * 1_000 : text;
  const time = typeof text === 'string' ? parseProviderTime(text) : undefined;
  return time?.zoneKnown === true ? time.ms : undefined;
}

/** What is left between two clocks once the offset is known: a record made this long before our first send may still be ours. */
export const CLOCK_SLACK_MS = 30_000;

/**
 * The earliest time, on the provider's clock, that a record of a send can bear: what is older was there before.
 * @param sentAt - our clock, in milliseconds since the epoch
 * @param meta - of the look-up that has just shown the record
 */
export const earliestOf = (
  { provider }: Pick<Runner, 'provider'>,
  sentAt: number,
  meta: Pick<CallMeta, 'headers'>,
): number => sentAt + clockOffsetMs(meta.headers, provider.options.clock.now()) - CLOCK_SLACK_MS;

/**
 * How far the provider's clock is ahead of ours, by the `Date` header of a response that has just come; 0 where it has none that is an HTTP date.
 * @param now - our clock, in milliseconds since the epoch
 */
export function clockOffsetMs(headers: Headers | undefined, now: number): number {
  const date = httpDateMs(headers?.get('date')?.trim() ?? '', now);
  return date === undefined ? 0 : date - now;
}
