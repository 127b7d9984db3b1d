import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LeadwireError, Ledger } from '@leadwire/core';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { Fault } from '../output/fault.ts';
import { copyEarlierLedger } from './copy-earlier-ledger.ts';
import { type DestinationId, destinationLedgerPath, earlierLedgerPath } from './destination-ledger.ts';
import { RunStore } from './run-store.ts';
import { defaultLedgers, emptyStateNotice, makeStateFolder, stateFolder } from './state-folder.ts';

const RETRY_MS = 500;

export interface LedgerRequest {
  /** `--ledger`. */
  readonly named: string | undefined;
  /** The file that is imported; `-` for standard input. */
  readonly file: string;
  readonly destination: DestinationId;
  readonly io: Pick<Io, 'env' | 'signal'>;
  readonly onNotice: (text: string) => void;
}

export interface OpenedLedger {
  readonly ledger: Ledger;
  readonly path: string;
  readonly runs: RunStore;
}

/** Opens the ledger that was named, or that of the destination; waits while another run uses it. */
export async function openLedger({ named, file, destination, io, onNotice }: LedgerRequest): Promise<OpenedLedger> {
  const path = named ?? destinationLedgerPath(makeStateFolder(io.env), destination);
  if (named === undefined && defaultLedgers(io.env).length === 0) {
    const notice = emptyStateNotice(io.env, stateFolder(io.env));
    if (notice !== undefined) onNotice(notice);
  }
  const ledger = await openWhenFree(path, io.signal, onNotice);
  try {
    const earlier = earlierLedgerPath(file);
    if (named === undefined && file !== '-' && existsSync(earlier) && resolve(earlier) !== resolve(path)) {
      const copied = await copyEarlierLedger(earlier, ledger, destination.target);
      onNotice(
        `Read ${earlier}, the ledger of an earlier version: ${copied.toLocaleString('en')} rows are known from it.`,
      );
    }
    return { ledger, path, runs: RunStore.open(path) };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** Opens a ledger to write, and waits while another process writes it. */
export async function openWhenFree(
  path: string,
  signal: AbortSignal,
  onNotice: (text: string) => void,
): Promise<Ledger> {
  const { fileLedger } = await import('leadwire/file-ledger');
  for (let said = false; ; said = true) {
    try {
      return fileLedger(path);
    } catch (error) {
      if ((error as LeadwireError).code !== 'ledger-in-use') throw error;
      if (!said)
        onNotice(`${(error as LeadwireError).message}. Waiting until it is free; press Ctrl+C to stop waiting.`);
    }
    await sleep(RETRY_MS, undefined, { signal }).catch(() => {
      throw new Fault('Stopped while waiting for the ledger. Nothing was sent.', { exitCode: EXIT.stopped });
    });
  }
}
