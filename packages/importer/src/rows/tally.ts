import type { OutcomeKind } from '@leadwire/core';

const OUTCOMES = [
  'created',
  'existed',
  'updated',
  'partial',
  'accepted',
  'duplicate',
  'rejected',
  'parked',
] as const satisfies readonly OutcomeKind[];

export type Counts = Record<OutcomeKind, number>;

/**
 * The outcome of a row. `ready`: it would be sent, where nothing is sent. `skipped`: left out on purpose. `open`: not decided
 * yet, because the network or the provider was down: the next run sends it.
 */
export type RowOutcome = OutcomeKind | 'ready' | 'skipped' | 'open';

/** `1 lead`, `1,204 leads`. */
export const leadCount = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'lead' : 'leads'}`;

/** Counts rows by outcome. */
export class Tally {
  rows = 0;
  ready = 0;
  skipped = 0;
  open = 0;
  readonly counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Counts;

  add(outcome: RowOutcome): void {
    this.rows++;
    if (outcome === 'ready' || outcome === 'skipped' || outcome === 'open') this[outcome]++;
    else this.counts[outcome]++;
  }

  /** The last line of `--json`. */
  summary(): { type: 'summary'; rows: number; skipped: number; open: number } & Counts {
    return { type: 'summary', rows: this.rows, ...this.counts, skipped: this.skipped, open: this.open };
  }

  /** Some rows were rejected or parked. */
  get hasFailures(): boolean {
    return this.counts.rejected > 0 || this.counts.parked > 0;
  }

  /** Some leads are with the provider. */
  get hasArrivals(): boolean {
    const { created, existed, updated, partial, accepted } = this.counts;
    return created + existed + updated + partial + accepted > 0;
  }

  /** Outcomes that occurred, in the order of `OUTCOMES`. */
  occurred(): [Exclude<RowOutcome, 'ready'>, number][] {
    const { counts, skipped, open } = this;
    const all = { ...counts, skipped, open };
    return [...OUTCOMES, 'skipped' as const, 'open' as const]
      .filter((outcome) => all[outcome] > 0)
      .map((outcome) => [outcome, all[outcome]]);
  }

  /** `12 created, 1 rejected`. */
  inWords(): string {
    const ready: [string, number][] = this.ready > 0 ? [['ready', this.ready]] : [];
    return [...ready, ...this.occurred()]
      .map(([outcome, count]) => `${count.toLocaleString('en')} ${outcome}`)
      .join(', ');
  }
}
