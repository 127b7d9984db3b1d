import type { LedgerRow } from '@leadwire/core';
import type { ClientBase } from 'pg';
import { toRecords } from '../row.ts';

const RECORD = `(
  provider text, account text, key text, fingerprint text, dedupe_key text, payload text, ref text, import_id text,
  state text, fencing_token bigint, attempts integer, unknowns integer, first_sent_at bigint, lease_until bigint,
  remote_id text, outcome text, detail text, evidence text, updated_at bigint
)`;

/** The rows of one transaction to write, and how. */
export interface Write {
  readonly schema: string;
  readonly rows: readonly LedgerRow[];
  readonly aheadMs: number;
}

export async function insertRows(client: ClientBase, { schema, rows, aheadMs }: Write): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `insert into ${schema}.effect (
       provider, account, key, fingerprint, dedupe_key, payload, ref, import_id, state, fencing_token, attempts, unknowns,
       first_sent_at, lease_until, remote_id, outcome, detail, evidence, updated_at
     )
     select
       provider, account, key, fingerprint, dedupe_key, payload, ref, import_id, state, fencing_token, attempts, unknowns,
       first_sent_at, lease_until, remote_id, outcome, detail, evidence, updated_at
     from json_to_recordset($1) as given ${RECORD}`,
    [toRecords(rows, aheadMs)],
  );
}

/** Writes rows whose payload has changed. */
export async function replaceRows(client: ClientBase, { schema, rows, aheadMs }: Write): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `update ${schema}.effect set
       fingerprint = given.fingerprint, dedupe_key = given.dedupe_key, payload = given.payload, ref = given.ref,
       import_id = given.import_id, state = given.state, fencing_token = given.fencing_token,
       attempts = given.attempts, unknowns = given.unknowns, first_sent_at = given.first_sent_at,
       lease_until = given.lease_until, remote_id = given.remote_id, outcome = given.outcome,
       detail = given.detail, evidence = given.evidence, updated_at = given.updated_at
     from json_to_recordset($1) as given ${RECORD}
     where effect.key = given.key and effect.provider = given.provider and effect.account = given.account`,
    [toRecords(rows, aheadMs)],
  );
}

/** What no progress changes, and so does not travel. */
const UNCHANGED = { fingerprint: '', dedupeKey: undefined, ref: undefined, importId: undefined } as const;

/** Writes the progress of rows. The payload is most of a row, so it does not travel: it stays as it is, or is cleared. */
export async function updateRows(client: ClientBase, { schema, rows, aheadMs }: Write): Promise<void> {
  if (rows.length === 0) return;
  const light = rows.map((row) => ({ ...row, ...UNCHANGED, payload: row.payload === undefined ? undefined : '' }));
  await client.query(
    `update ${schema}.effect set
       state = given.state, fencing_token = given.fencing_token, attempts = given.attempts,
       unknowns = given.unknowns, first_sent_at = given.first_sent_at, lease_until = given.lease_until,
       remote_id = given.remote_id, outcome = given.outcome, detail = given.detail, evidence = given.evidence,
       updated_at = given.updated_at, payload = case when given.payload is not null then effect.payload end
     from json_to_recordset($1) as given ${RECORD}
     where effect.key = given.key and effect.provider = given.provider and effect.account = given.account`,
    [toRecords(light, aheadMs)],
  );
}
