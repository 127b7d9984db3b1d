import { writeFileSync } from 'node:fs';
import type { Ledger } from '@leadwire/core';
import { formatProfile, type OpenedFile } from '@leadwire/files';
import { reasonOf } from '@leadwire/files/errors';
import {
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  type OpenedDestination,
  openDestination,
} from '../../destinations.ts';
import type { Io } from '../../io.ts';
import { checkCredential } from '../../ledger/check-credential.ts';
import { withCurrentRows } from '../../ledger/current-rows.ts';
import { type OpenedLedger, openLedger } from '../../ledger/open-ledger.ts';
import type { RunDestination } from '../../ledger/run-store.ts';
import { canAsk, confirm } from '../../output/confirm.ts';
import { Fault } from '../../output/fault.ts';
import { openRowFiles, type RowFileFlags, type RowFiles } from '../../output/row-files.ts';
import { type OpenedLeads, openLeads } from '../../rows/open-leads.ts';
import { type FileFlags, readOptions } from '../../rows/read-options.ts';
import { accountOf, type ConnectionOptions, clientOptions } from '../client-options.ts';
import { withExistingCheck } from './check-existing.ts';
import { retryRejected } from './retry-rejected.ts';
import { createUndiciFetch } from './undici-fetch.ts';

export interface ImportOptions extends FileFlags, RowFileFlags, DestinationOptions, ConnectionOptions {
  readonly to: DestinationName;
  readonly ledger?: string | undefined;
  readonly concurrency: number;
  readonly onExisting: 'keep' | 'update';
  /** Send rows again that the provider rejected in an earlier run. */
  readonly retryRejected?: boolean | undefined;
  /** Look each phone up before its first create. */
  readonly checkExisting?: boolean | undefined;
  /** Another import on purpose: what was sent under another id is sent again. */
  readonly importId?: string | undefined;
  /** Confirms the preview, and a file with many doubtful numbers. */
  readonly yes?: boolean | undefined;
  /** Send the first so many leads. */
  readonly limit?: number | undefined;
  /** Send these rows of the file. */
  readonly only?: { readonly from: number; readonly to: number } | undefined;
  /** Milliseconds since the epoch. */
  readonly notBefore?: number | undefined;
  /** Where to write the mapping that was confirmed. */
  readonly saveProfile?: string | undefined;
  readonly json?: boolean | undefined;
}

export interface OpenedImport {
  readonly leads: OpenedLeads;
  readonly connection: OpenedDestination;
  readonly destination: RunDestination;
  readonly ledger: Ledger;
  readonly ledgerFile: OpenedLedger;
  readonly files: RowFiles;
  /** Closes what `sendRows` does not. */
  close(): Promise<void>;
  /** Closes everything, where nothing was sent. */
  abandon(): Promise<void>;
}

/** Checks everything that can be checked before anything is sent. */
export async function openImport(
  path: string,
  options: ImportOptions,
  io: Io & { readonly onNotice: (text: string) => void },
): Promise<OpenedImport> {
  const { to, json = false, baseUrl, allowInsecureHttp } = options;
  const account = accountOf(options, io.env);
  const fetch = createUndiciFetch({ connections: options.concurrency, env: io.env });
  const client = { ...clientOptions(options), account, fetch };
  const given = { options: destinationOptions(options), client, env: io.env, dry: false };
  const connection = await openDestination(to, given);
  const leads = await openLeads(path, readOptions(options), { ...io, json, dry: false });
  const id = { to, account, target: connection.target };
  const request = { named: options.ledger, file: path, destination: id, io, onNotice: io.onNotice };
  const ledgerFile = await openLedger(request);
  const close = async (): Promise<void> => {
    ledgerFile.runs.close();
    await fetch.close();
  };
  const abandon = async (): Promise<void> => {
    await close();
    await ledgerFile.ledger.close();
  };
  try {
    const ask = canAsk(io) && !json ? async (question: string) => (await confirm(question, io)) === true : undefined;
    const isNamed = Boolean(options.account || io.env.LEADWIRE_ACCOUNT);
    await checkCredential(ledgerFile.runs.credentials, {
      to,
      account,
      isNamed,
      credential: connection.credential,
      ask,
    });
    const files = await openRowFiles(options, leads.file, path);
    const current = withCurrentRows(ledgerFile.ledger);
    const target = options.checkExisting === true ? withExistingCheck(connection.target) : connection.target;
    return {
      leads,
      connection: { ...connection, target },
      destination: { to, account, options: given.options, baseUrl, allowInsecureHttp, reading: readingOf(leads) },
      ledger: options.retryRejected === true ? retryRejected(current) : current,
      ledgerFile,
      files,
      close,
      abandon,
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

/** Writes the mapping as it was confirmed, with the destination, for the next file of this kind. */
export function saveProfile(path: string, file: OpenedFile, options: ImportOptions): void {
  const map = Object.fromEntries(
    file.uses.map(({ destination, indexes }) => [destination, indexes.map((index) => file.header[index] ?? '')]),
  );
  const { country, countryColumn, phones, skip, skipLines, sheet, encoding, delimiter, to } = options;
  const read = { country, countryColumn, phones, skip: skip && [...skip], skipLines, sheet, encoding, delimiter };
  const flags = Object.entries({ to, ...destinationOptions(options) }).filter(([, value]) => value !== undefined);
  const destination = Object.fromEntries(flags) as Record<string, string | number | boolean>;
  try {
    writeFileSync(path, formatProfile({ version: 1, map, ...withoutUndefined(read), destination }));
  } catch (cause) {
    throw new Fault(`--save-profile ${path} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
}

const withoutUndefined = <Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
