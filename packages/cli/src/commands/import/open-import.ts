import type { LeadTarget, Ledger } from '@leadwire/core';
import { type FileOptions, type OpenedRows, openRows } from '@leadwire/files';
import {
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  openDestination,
} from '../../destinations.ts';
import type { Io } from '../../io.ts';
import { checkCredential } from '../../ledger/check-credential.ts';
import { withCurrentRows } from '../../ledger/current-rows.ts';
import { type OpenedLedger, openLedger } from '../../ledger/open-ledger.ts';
import type { RunDestination } from '../../ledger/run-store.ts';
import { RejectedFile } from '../../output/rejected-file.ts';
import { Report } from '../../output/report.ts';
import { accountOf, type ConnectionOptions, clientOptions } from '../client-options.ts';
import { withExistingCheck } from './check-existing.ts';
import { retryRejected } from './retry-rejected.ts';
import { createUndiciFetch } from './undici-fetch.ts';

export interface ImportOptions extends FileOptions, DestinationOptions, ConnectionOptions {
  readonly to: DestinationName;
  readonly ledger?: string | undefined;
  readonly report?: string | undefined;
  readonly rejected?: string | undefined;
  readonly concurrency: number;
  readonly onExisting: 'keep' | 'update';
  /** Send rows again that the provider rejected in an earlier run. */
  readonly retryRejected?: boolean | undefined;
  /** Look each phone up before its first create. */
  readonly checkExisting?: boolean | undefined;
  /** Another import on purpose: what was sent under another id is sent again. */
  readonly importId?: string | undefined;
  readonly json?: boolean | undefined;
}

export interface OpenedImport {
  readonly rows: OpenedRows;
  readonly target: LeadTarget;
  readonly destination: RunDestination;
  readonly ledger: Ledger;
  readonly opened: OpenedLedger;
  readonly report: Report | undefined;
  readonly rejectedFile: RejectedFile | undefined;
  /** Closes what `sendRows` does not. */
  close(): Promise<void>;
}

/** Checks everything that can be checked before anything is sent. */
export async function openImport(
  path: string,
  options: ImportOptions,
  io: Io & { readonly onNotice: (text: string) => void },
): Promise<OpenedImport> {
  const { to } = options;
  const account = accountOf(options, io.env);
  const fetch = createUndiciFetch({ connections: options.concurrency, env: io.env });
  const client = { ...clientOptions(options), account, fetch };
  const given = { options: destinationOptions(options), client, env: io.env, dry: false };
  const { target: plain, credential } = await openDestination(to, given);
  const target = options.checkExisting === true ? withExistingCheck(plain) : plain;
  const rows = await openRows(path, options, io);
  const destination = { to, account, target };
  const opened = await openLedger({ named: options.ledger, file: path, destination, io, onNotice: io.onNotice });
  try {
    const isNamed = Boolean(options.account || io.env.LEADWIRE_ACCOUNT);
    await checkCredential(opened.runs, { to, account, isNamed, credential, ask: undefined });
    const outputs = { columns: rows.table.columns, delimiter: rows.table.delimiter, input: path };
    const report = options.report === undefined ? undefined : await Report.open(options.report, outputs);
    const rejectedFile =
      options.rejected === undefined ? undefined : await RejectedFile.open(options.rejected, outputs);
    const current = withCurrentRows(opened.ledger);
    const ledger = options.retryRejected === true ? retryRejected(current) : current;
    const close = async (): Promise<void> => {
      opened.runs.close();
      await fetch.close();
    };
    const { baseUrl, allowInsecureHttp } = options;
    const where = { to, account, options: given.options, baseUrl, allowInsecureHttp };
    return { rows, target, destination: where, ledger, opened, report, rejectedFile, close };
  } catch (error) {
    opened.runs.close();
    await opened.ledger.close();
    throw error;
  }
}
