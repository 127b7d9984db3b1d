import type { Ledger } from '@leadwire/core';
import type { OpenedDestination } from '@leadwire/core/provider';
import { accountOf, type ConnectionOptions, clientOptions } from '../client-options.ts';
import type { ImportContext } from '../context.ts';
import { type DestinationValues, openDestination } from '../destinations.ts';
import { retryRejected, withCurrentRows } from '../ledger/claims.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { beginRecord, type RunRecord } from '../ledger/run-record.ts';
import type { RunDestination } from '../ledger/run-store.ts';
import { type OpenedLeads, openLeads } from '../rows/open-leads.ts';
import { type FileFlags, readOptions } from '../rows/read-options.ts';
import { withExistingCheck } from './check-existing.ts';
import { createUndiciFetch } from './undici-fetch.ts';

/** How a file is imported. */
export interface ImportOptions extends FileFlags, ConnectionOptions {
  /** Name of the destination in the registry. */
  readonly to: string;
  /** List, campaign or team of the destination. */
  readonly options: DestinationValues;
  readonly ledger?: string | undefined;
  readonly concurrency: number;
  readonly onExisting: 'keep' | 'update';
  /** Send rows again that the provider rejected in an earlier run. */
  readonly retryRejected?: boolean | undefined;
  /** Look each phone up before its first create. */
  readonly checkExisting?: boolean | undefined;
  /** Another import on purpose: what was sent under another id is sent again. */
  readonly importId?: string | undefined;
  /** Send the first so many leads. */
  readonly limit?: number | undefined;
  /** Send these rows of the file. */
  readonly only?: { readonly from: number; readonly to: number } | undefined;
}

export interface OpenedImport {
  readonly leads: OpenedLeads;
  readonly connection: OpenedDestination;
  readonly ledger: Ledger;
  /** Path of the ledger. */
  readonly ledgerPath: string;
  readonly record: RunRecord;
  /** Closes what `sendRows` does not. */
  close(): Promise<void>;
  /** Closes everything and takes the record back, where nothing was sent. */
  abandon(): Promise<void>;
}

/** Checks everything that can be checked before anything is sent. */
export async function openImport(path: string, options: ImportOptions, context: ImportContext): Promise<OpenedImport> {
  const { env, questions, registry } = context;
  const { to, baseUrl, allowInsecureHttp } = options;
  const account = accountOf(options, env);
  const fetch = createUndiciFetch({ connections: options.concurrency, env });
  const client = { ...clientOptions(options), account, fetch };
  const connection = await openDestination(registry, to, { options: options.options, client, env, dry: false });
  const leads = await openLeads(path, readOptions(options), { ...context, dry: false });
  const id = { to, account, target: connection.target };
  const ledgerFile = await openLedger({ named: options.ledger, file: path, destination: id, context });
  let record: RunRecord | undefined;
  const close = async (): Promise<void> => {
    ledgerFile.runs.close();
    await fetch.close();
  };
  const abandon = async (): Promise<void> => {
    record?.discard();
    await close();
    await ledgerFile.ledger.close();
  };
  try {
    const isNamed = Boolean(options.account || env.LEADWIRE_ACCOUNT);
    const { credential } = connection;
    const ask = questions && ((question: string) => questions.confirm(question));
    await ledgerFile.runs.credentials.check({ to, account, isNamed, credential, ask });
    const current = withCurrentRows(ledgerFile.ledger);
    const reading = readingOf(leads);
    const destination = { to, account, options: options.options, baseUrl, allowInsecureHttp, reading };
    const run = { path, target: connection.target, destination, importId: options.importId };
    record = await beginRecord(ledgerFile.runs, run);
    const target = options.checkExisting === true ? withExistingCheck(connection.target) : connection.target;
    return {
      ...{ leads, connection: { ...connection, target }, ledgerPath: ledgerFile.path, record, close, abandon },
      ledger: options.retryRejected === true ? retryRejected(current) : current,
    };
  } catch (error) {
    await abandon();
    throw error;
  }
}

/** The options of the reader that can be kept. Rows that were changed by hand are not found by it again. */
function readingOf({ options: { onNotice: _say, edits: _edits, ...reading } }: OpenedLeads): RunDestination['reading'] {
  return reading;
}
