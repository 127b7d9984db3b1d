import { statSync } from 'node:fs';
import type { Ledger } from '@leadwire/core';
import { Fault } from './fault.ts';

const ENDING = '.leadwire';

/** Where the ledger of a file is: beside it, unless it is named. */
export function ledgerPath(file: string, named: string | undefined): string {
  if (named !== undefined) return named;
  if (file === '-') return `stdin${ENDING}`;
  return file.endsWith(ENDING) ? file : `${file}${ENDING}`;
}

/** The ledger of an earlier run, which must be there. */
export function findLedger(file: string | undefined, named: string | undefined): string {
  if (file === undefined && named === undefined) {
    throw new Fault('Which ledger?', {
      hints: ['Name the file that was imported, or the ledger: leadwire status leads.csv'],
    });
  }
  const path = ledgerPath(file ?? '', named);
  const found = statSync(path, { throwIfNoEntry: false });
  const hints = [
    named === undefined
      ? `Nothing of ${file} has been imported with its default ledger; name another one with --ledger.`
      : 'Check the name.',
  ];
  if (found === undefined) throw new Fault(`There is no ledger ${path}.`, { hints });
  if (found.isDirectory()) throw new Fault(`${path} is a folder, not a ledger.`, { hints: ['Name a file in it.'] });
  if (found.isFile() && found.size === 0)
    throw new Fault(`The ledger ${path} is empty: nothing has been sent with it.`, { hints });
  return path;
}

/** The ledger of an earlier run, to look at: nothing is changed, and a run that is under way is not disturbed. */
export async function openLedgerToRead(
  file: string | undefined,
  named: string | undefined,
): Promise<{ ledger: Ledger; path: string }> {
  const path = findLedger(file, named);
  const { fileLedger } = await import('leadwire/file-ledger');
  return { ledger: fileLedger(path, { readOnly: true }), path };
}
