import { type LeadTarget, LeadwireError } from '@leadwire/core';
import type { QueueDatabase } from './database.ts';

/** An import as it is recorded before its first lead. */
export interface ImportRecord {
  readonly importId: string;
  readonly to: string;
  readonly sourceHash: string | undefined;
  readonly destination: unknown;
}

/** One import, one source: a second file under its name would look like a resumed one. */
export async function recordImport(
  { query, schemas: { queue } }: QueueDatabase,
  { destination, importId, to, sourceHash }: ImportRecord,
  { provider, account }: LeadTarget,
): Promise<void> {
  const hash = sourceHash ?? null;
  await query(
    `insert into ${queue}.import (import_id, target, provider, account, source_hash, destination)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (import_id) do nothing`,
    [importId, to, provider, account, hash, destination === undefined ? null : JSON.stringify(destination)],
  );
  const [known] = await query<{ provider: string; account: string; target: string; source_hash: string | null }>(
    `select provider, account, target, source_hash from ${queue}.import where import_id = $1`,
    [importId],
  );
  if (known === undefined) return;
  if (known.provider !== provider || known.account !== account || known.target !== to)
    throw invalid(
      'importId',
      `import ${importId} goes to ${known.target} (${known.account})`,
      'Give this import another id.',
    );
  if (known.source_hash !== hash && known.source_hash !== null && hash !== null)
    throw invalid('importId', `import ${importId} was made from another file`, 'Give this file another import id.');
}

export async function completeImport(
  { query, schemas: { queue } }: QueueDatabase,
  importId: string,
  { rows, rejected }: { readonly rows: number; readonly rejected: number },
): Promise<void> {
  await query(
    `update ${queue}.import set row_count = $2, rejected_count = $3, is_complete = true where import_id = $1`,
    [importId, rows, rejected],
  );
}

export const invalid = (path: string, message: string, hint: string): LeadwireError =>
  new LeadwireError('misconfigured', `enqueueImport: ${message}`, { issues: [{ path, message }], hint });
