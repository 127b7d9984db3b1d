import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LeadTarget } from '@leadwire/core';
import type { LeadRow } from '@leadwire/files';
import { ledgerKeyOf } from 'leadwire';
import type { RunDestination, RunRow, RunStore } from './run-store.ts';

/** A row whose outcome is known. */
export type SettledRow = Omit<RunRow, 'settledAt'>;

export interface RunRequest {
  readonly path: string;
  readonly target: Pick<LeadTarget, 'provider' | 'account'>;
  readonly destination: RunDestination;
  readonly importId: string | undefined;
}

/** Records which rows of which file a run handles, so that it can be asked for by the file. */
export interface RunRecord {
  /** Takes down a row before it is sent: a run that is stopped leaves it open. */
  open(row: LeadRow): Promise<void>;
  settle(row: SettledRow): void;
  /** Nothing was sent. */
  discard(): void;
}

export async function beginRecord(runs: RunStore, request: RunRequest): Promise<RunRecord> {
  const { path, target, destination, importId } = request;
  const { provider, account } = target;
  const fileHash = await hashFile(path);
  const run = runs.begin({ fileHash, filePath: resolve(path), provider, account, destination, startedAt: Date.now() });
  const add = (row: SettledRow): void => runs.add(run, { ...row, settledAt: Date.now() });
  return {
    async open(row) {
      if (row.kind !== 'ready') return add({ row: row.row, key: undefined, outcome: row.kind, replayed: false });
      const key = row.key ?? (await ledgerKeyOf({ provider, account, phone: row.lead.phone, importId }));
      add({ row: row.row, key, outcome: 'open', replayed: false });
    },
    settle(row) {
      // What is open stays as it was taken down, with its key.
      if (row.outcome !== 'open') add(row);
    },
    discard: () => runs.discard(run),
  };
}

/** SHA-256 of a file; undefined for what is not a regular file, such as a pipe. */
export async function hashFile(path: string): Promise<string | undefined> {
  if (path === '-' || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
