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

/** What became of a row; `ready` is one that would be sent, where nothing is. */
export type RowOutcome = OutcomeKind | 'ready';

/** Rows so far, by what became of them. */
export class Tally {
  rows = 0;
  ready = 0;
  readonly counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Counts;

  add(outcome: RowOutcome): void {
    this.rows++;
    if (outcome === 'ready') this.ready++;
    else this.counts[outcome]++;
  }

  /** The last line of `--json`. */
  summary(): { type: 'summary'; rows: number } & Counts {
    return { type: 'summary', rows: this.rows, ...this.counts };
  }

  /** Some rows did not get where they should. */
  get hasFailures(): boolean {
    return this.counts.rejected > 0 || this.counts.parked > 0;
  }

  /** Some leads are with the provider. */
  get hasArrivals(): boolean {
    const { created, existed, updated, partial, accepted } = this.counts;
    return created + existed + updated + partial + accepted > 0;
  }

  /** Outcomes that occurred, commonest order of a run. */
  occurred(): [OutcomeKind, number][] {
    return OUTCOMES.filter((outcome) => this.counts[outcome] > 0).map((outcome) => [outcome, this.counts[outcome]]);
  }

  /** `12 created, 1 rejected`. */
  inWords(): string {
    const ready: [string, number][] = this.ready > 0 ? [['ready', this.ready]] : [];
    return [...ready, ...this.occurred()]
      .map(([outcome, count]) => `${count.toLocaleString('en')} ${outcome}`)
      .join(', ');
  }
}
