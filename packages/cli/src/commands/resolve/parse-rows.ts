import { existsSync, readFileSync } from 'node:fs';
import type { LedgerId } from '@leadwire/core';
import { Fault } from '@leadwire/importer/errors';
import { parse } from 'csv-parse/sync';
import type { Decision } from 'leadwire';

/** Which parked leads are meant, and what was found out about each. */
export interface Resolution {
  /** Returns the decision for a lead; undefined where it is not meant. */
  decide(lead: LedgerId & { readonly ref: string | undefined }): Decision | undefined;
  /** As a message names it: `row 29`. */
  readonly name: string;
  /** Everything that is parked is meant. */
  readonly isAll: boolean;
}

/** Reads `29`, `29-40`, `29,31`, `all`, a key of the ledger; one decision holds for all of them. */
export function parseRows(texts: readonly string[], decision: Decision): Resolution {
  const wanted = texts
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const ranges = wanted.map((text) => /^(\d+)-(\d+)$/.exec(text)).filter((range) => range !== null);
  const isAll = wanted.includes('all');
  const isWanted = (key: string, ref: string | undefined): boolean =>
    isAll ||
    wanted.includes(key) ||
    (ref !== undefined &&
      (wanted.includes(ref) ||
        ranges.some(([, from, to]) => Number(from) <= Number(ref) && Number(ref) <= Number(to))));
  return {
    decide: ({ key, ref }) => (isWanted(key, ref) ? decision : undefined),
    name: isAll ? 'all' : `row ${wanted.join(', ')}`,
    isAll,
  };
}

/** A path in place of row numbers: the CSV of `parked --report` with its column `found` filled in. */
export const isParkedCsv = (texts: readonly string[]): boolean =>
  texts.length === 1 && /\.csv$/i.test(texts[0] ?? '') && existsSync(texts[0] ?? '');

/** Reads the decisions of a CSV that `parked --report` wrote; rows whose `found` is empty are left alone. */
export function readParkedCsv(path: string): Resolution {
  const rows = parse<Record<string, string>>(readFileSync(path), {
    bom: true,
    columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  if (rows.length > 0 && (rows[0]?.key === undefined || rows[0].found === undefined)) {
    throw new Fault(`${path} has no columns "key" and "found".`, {
      hints: ['Use the CSV that leadwire parked FILE --report parked.csv writes, with its column "found" filled in.'],
    });
  }
  const decisions = new Map<string, Decision>();
  for (const [index, { key = '', provider = '', account = '', found = '' }] of rows.entries()) {
    const id = { provider: provider.trim(), account: account.trim(), key: key.trim() };
    if (found.trim() !== '') decisions.set(nameOf(id), parseDecision(found.trim(), `${path}: line ${index + 2}`));
  }
  return { decide: (lead) => decisions.get(nameOf(lead)), name: path, isAll: false };
}

/** A key names a lead at one account of one provider. */
const nameOf = ({ provider, account, key }: LedgerId): string => JSON.stringify([provider, account, key]);

function parseDecision(text: string, where: string): Decision {
  const arrived = /^arrived(?:\s+(\S+))?$/i.exec(text);
  if (arrived !== null) return arrived[1] === undefined ? 'arrived' : { arrived: arrived[1] };
  const word = text.toLowerCase();
  if (word === 'not-there' || word === 'ignore') return word;
  throw new Fault(`${where}: "found" must be arrived, arrived ID, not-there or ignore.`);
}
