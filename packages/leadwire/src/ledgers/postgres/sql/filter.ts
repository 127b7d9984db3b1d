import type { LedgerFilter } from '@leadwire/core';
import { storable } from '../row.ts';

/** A filter as four parameters; a null matches every row. */
export const filterValues = ({ provider, account, states, importId }: LedgerFilter): unknown[] => [
  provider === undefined ? null : storable(provider),
  account === undefined ? null : storable(account),
  states ?? null,
  importId === undefined ? null : storable(importId),
];

/** The condition for {@link filterValues} as the parameters $1 to $4. */
export const MATCHES = `($1::text is null or provider = $1) and ($2::text is null or account = $2)
  and ($3::text[] is null or state = any($3)) and ($4::text is null or import_id = $4)`;
