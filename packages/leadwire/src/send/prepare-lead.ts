import {
  type FieldNote,
  type Issue,
  type Lead,
  type LeadCheck,
  type LeadTarget,
  LeadwireError,
  type LedgerEntry,
  type LedgerRow,
  type Rejected,
} from '@leadwire/core';
import { canonical, isLedgerKey, type ReadLead } from '@leadwire/core/provider';
import { dedupeKeyOf, digest } from '../ledgers/dedupe-key.ts';
import { rejected } from './classify-error.ts';

/** A lead that a caller wants sent, and under which key. */
export interface LeadRequest {
  /** A copy of the lead, taken when it was handed in. */
  readonly read: ReadLead;
  readonly key?: string | undefined;
  readonly ref?: string | undefined;
  readonly importId?: string | undefined;
}

/** A lead that a target accepts, with its ledger entry. */
export interface PreparedLead {
  /** Its phone is the E.164 number that the check found: it is parsed once. */
  readonly lead: Lead;
  readonly entry: LedgerEntry;
  /** The key was derived from the phone number: under it, another row of the same person is a duplicate, not a mismatch. */
  readonly derived: boolean;
  readonly unsupported: readonly FieldNote[];
}

export type Preparation = { readonly key: string } & (
  | { readonly ok: true; readonly prepared: PreparedLead }
  | { readonly ok: false; readonly outcome: Rejected }
);

/** What a target says of a lead, and the lead's own faults first. */
export async function checkLeadFor(target: LeadTarget, { issues, lead, unsupported }: ReadLead): Promise<LeadCheck> {
  const check = await target.check(lead);
  const isMisread = ({ path }: Issue): boolean => issues.some((issue) => issue.path === path);
  return {
    ...check,
    issues: issues.concat(check.issues.filter((issue) => !isMisread(issue))),
    unsupported: unsupported.concat(check.unsupported),
  };
}

/** Checks a lead for one target and makes its ledger entry. A lead that cannot be sent is not stored. */
export async function prepareLead(target: LeadTarget, request: LeadRequest): Promise<Preparation> {
  const { read, key: ownKey, ref, importId } = request;
  const { lead } = read;
  const { unsupported, ...check } = await checkLeadFor(target, read);
  const phone = check.phone ?? String(lead.phone ?? '').trim();
  const { provider, account } = target;
  const hash = dedupeKeyOf({ provider, account, phone, importId });
  const dedupeKey = typeof hash === 'string' ? hash : await hash;
  const key = ownKey ?? `lw1_${dedupeKey}`;
  const issues = check.issues.concat(keyIssues(ownKey));
  if (issues.length > 0) return { key, ok: false, outcome: refusal(target, issues, unsupported) };
  const content = { ...lead, phone, ref: undefined };
  // readLead puts fields in one order; only what the sender put under `fields` may come in any.
  const payload = lead.fields === undefined ? JSON.stringify(content) : canonical(content);
  const fingerprint = digest(payload);
  const entry: LedgerEntry = {
    provider,
    account,
    key,
    fingerprint: typeof fingerprint === 'string' ? fingerprint : await fingerprint,
    dedupeKey,
    payload,
    ref: ref ?? lead.ref,
    importId,
  };
  return { key, ok: true, prepared: { lead: { ...lead, phone }, entry, derived: ownKey === undefined, unsupported } };
}

function keyIssues(key: string | undefined): Issue[] {
  if (key === undefined || isLedgerKey(key)) return [];
  return [{ path: 'key', message: 'must be 1 to 255 characters, without control characters' }];
}

function refusal(target: LeadTarget, issues: readonly Issue[], unsupported: readonly FieldNote[]): Rejected {
  const said = issues.map(({ path, message }) => `${path || 'lead'} ${message}`).join('; ');
  const kind = issues.some(({ path }) => path === 'phone') ? 'invalid-phone' : 'invalid-input';
  const error = new LeadwireError(kind, `${target.name}: ${said}`, {
    provider: target.provider,
    issues,
    hint: 'Correct the lead and send it again: nothing was sent.',
  });
  return rejected(error, unsupported);
}

/** The lead that a ledger row still holds, ready to be sent; undefined when its payload was erased. */
export function preparedFromRow(row: LedgerRow): PreparedLead | undefined {
  if (row.payload === undefined) return undefined;
  const lead = { ...(JSON.parse(row.payload) as Lead), ref: row.ref };
  return { lead, entry: row, derived: row.key === `lw1_${row.dedupeKey}`, unsupported: [] };
}
