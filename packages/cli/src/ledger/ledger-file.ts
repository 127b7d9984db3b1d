import type { LeadwireError, Ledger } from '@leadwire/core';
import { Fault } from '../output/fault.ts';

const ENDING = '.leadwire';

/** Where the ledger of a file is: beside it, unless it is named. */
export function ledgerPath(file: string, named: string | undefined): string {
  if (named !== undefined) return named;
  if (file === '-') return `stdin${ENDING}`;
  if (/^\/(dev|proc)\//.test(file)) {
    throw new Fault(`No ledger can be kept beside ${file}.`, {
      hints: ['Name one, the same in every run: --ledger leads.leadwire'],
    });
  }
  return file.endsWith(ENDING) ? file : `${file}${ENDING}`;
}

/** The ledger of an earlier run, to look at: nothing is changed, and a run that is under way is not disturbed. */
export async function openLedgerToRead(
  command: 'status' | 'parked' | 'resolve',
  file: string | undefined,
  named: string | undefined,
): Promise<{ ledger: Ledger; path: string }> {
  if (file === undefined && named === undefined) {
    throw new Fault('Which ledger?', {
      hints: [`Name the file that was imported, or the ledger: leadwire ${command} leads.csv`],
    });
  }
  const path = ledgerPath(file ?? '', named);
  const { fileLedger } = await import('leadwire/file-ledger');
  try {
    return { ledger: fileLedger(path, { readOnly: true }), path };
  } catch (error) {
    throw path !== (named ?? file) && holdsNothing(error) ? error.with({ hint: notWithDefault(file ?? '') }) : error;
  }
}

const holdsNothing = (error: unknown): error is LeadwireError =>
  ['ledger-not-found', 'ledger-empty'].includes((error as LeadwireError).code as string);

const notWithDefault = (file: string): string =>
  `Nothing of ${file} has been imported with its default ledger; name another one with --ledger.`;
