import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LeadwireError, Ledger } from '@leadwire/core';
import type { ImportContext } from '../context.ts';
import { Fault } from '../fault.ts';
import { copyEarlierLedger } from './copy-earlier-ledger.ts';
import { RunStore } from './run-store.ts';
import {
  type DestinationId,
  destinationLedgerPath,
  earlierLedgerPath,
  emptyFolderNotice,
  ledgersIn,
  makeLedgerFolder,
} from './state-folder.ts';

const RETRY_MS = 500;

export interface LedgerRequest {
  /** `--ledger`. */
  readonly named: string | undefined;
  /** The file that is imported; `-` for standard input. */
  readonly file: string;
  readonly destination: DestinationId;
  readonly context: Pick<ImportContext, 'env' | 'ledgerFolder' | 'onNotice' | 'signal'>;
}

export interface OpenedLedger {
  readonly ledger: Ledger;
  readonly path: string;
  readonly runs: RunStore;
}

/** Opens the ledger that was named, or that of the destination; waits while another run uses it. */
export async function openLedger({ named, file, destination, context }: LedgerRequest): Promise<OpenedLedger> {
  const { env, ledgerFolder, onNotice, signal } = context;
  const path = named ?? destinationLedgerPath(makeLedgerFolder(ledgerFolder), destination);
  if (named === undefined && ledgersIn(ledgerFolder).length === 0) onNotice(emptyFolderNotice(env, ledgerFolder));
  refuseLost(path);
  const ledger = await openWhenFree(path, signal, onNotice);
  try {
    const earlier = earlierLedgerPath(file);
    if (named === undefined && file !== '-' && existsSync(earlier) && resolve(earlier) !== resolve(path)) {
      const copied = await copyEarlierLedger(earlier, ledger, destination.target);
      onNotice(
        `Read ${earlier}, the ledger of an earlier version: ${copied.toLocaleString('en')} rows are known from it.`,
      );
    }
    return { ledger, path, runs: RunStore.open(path, onNotice) };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** A ledger that lost what it held knows of nothing that was sent: all of it would be sent again. */
function refuseLost(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && found.size > 0) return;
  const runs = RunStore.openIfThere(path);
  try {
    if (runs?.hasSent !== true) return;
  } finally {
    runs?.close();
  }
  throw new Fault(
    `The ledger ${path} is ${found === undefined ? 'gone' : 'empty'}, and by the record beside it leads were sent with it. Nothing was sent.`,
    {
      hints: [
        'Put the ledger back, from a back-up or from the disk that it was on: without it those leads are sent again.',
        `To send them again on purpose, remove ${path}.runs, too.`,
      ],
    },
  );
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
      if (!said) onNotice(`${(error as LeadwireError).message}. Waiting until it is free.`);
    }
    await sleep(RETRY_MS, undefined, { signal }).catch(() => {
      throw new Fault('Stopped while waiting for the ledger. Nothing was sent.', { kind: 'stopped' });
    });
  }
}
