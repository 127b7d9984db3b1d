import { resolve } from 'node:path';
import type { LeadTarget } from '@leadwire/core';
import type { LeadRow } from '@leadwire/files';
import { ledgerKeyOf } from 'leadwire';
import type { RowOutcome } from '../rows/tally.ts';
import { hashFile, type RunDestination, type RunStore } from './run-store.ts';

/** A row whose outcome is known. */
export interface SettledRow {
  readonly row: number;
  readonly key: string | undefined;
  readonly outcome: RowOutcome;
  readonly replayed: boolean;
}

export interface RunRequest {
  readonly path: string;
  readonly target: Pick<LeadTarget, 'provider' | 'account'>;
  readonly destination: RunDestination;
  readonly importId: string | undefined;
}

/** Records which rows of which file a run handles, so that it can be asked for by the file. */
export class RunRecord {
  readonly #runs: RunStore;
  readonly #run: number;
  readonly #request: RunRequest;

  private constructor(runs: RunStore, run: number, request: RunRequest) {
    this.#runs = runs;
    this.#run = run;
    this.#request = request;
  }

  static async begin(runs: RunStore, request: RunRequest): Promise<RunRecord> {
    const { path, target, destination } = request;
    const { provider, account } = target;
    const fileHash = await hashFile(path);
    const facts = { fileHash, filePath: resolve(path), provider, account, destination, startedAt: Date.now() };
    return new RunRecord(runs, runs.begin(facts), request);
  }

  /** Takes down a row before it is sent: a run that is stopped leaves it open. */
  async open(row: LeadRow): Promise<void> {
    const { target, importId } = this.#request;
    const isReady = row.kind === 'ready';
    const key = isReady ? (row.key ?? (await ledgerKeyOf({ ...target, phone: row.lead.phone, importId }))) : undefined;
    this.#add({ row: row.row, key, outcome: isReady ? 'open' : row.kind, replayed: false });
  }

  settle(row: SettledRow): void {
    // What is open stays as it was taken down, with its key.
    if (row.outcome !== 'open') this.#add(row);
  }

  /** Nothing was sent. */
  discard(): void {
    this.#runs.discard(this.#run);
  }

  #add(row: SettledRow): void {
    this.#runs.add(this.#run, { ...row, settledAt: Date.now() });
  }
}
