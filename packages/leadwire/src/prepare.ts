import {
  canonical,
  type FieldNote,
  type Issue,
  isLedgerKey,
  type Lead,
  type LeadTarget,
  LeadwireError,
  type LedgerEntry,
  type ReadLead,
  type Rejected,
} from '@leadwire/core';
import { digest } from './digest.ts';

/** What a caller wants sent. */
export interface Wanted {
  /** As it was when it was handed in. */
  readonly given: ReadLead;
  readonly key?: string | undefined;
  readonly ref?: string | undefined;
  readonly importId?: string | undefined;
}

/** A lead that a target would take, with its place in the ledger. */
export interface Prepared {
  readonly lead: Lead;
  readonly entry: LedgerEntry;
  /** The key was derived from the phone number: under it, another row of the same person is a duplicate, not a clash. */
  readonly derived: boolean;
  readonly unsupported: readonly FieldNote[];
}

export type Preparation = { readonly key: string } & (
  | { readonly ok: true; readonly prepared: Prepared }
  | { readonly ok: false; readonly outcome: Rejected }
);

/** Judges a lead for one target, and names its effect. Nothing is stored of a lead that cannot be sent. */
export async function prepare(target: LeadTarget, wanted: Wanted): Promise<Preparation> {
  const { given: read, key: given, ref, importId = '' } = wanted;
  const { lead } = read;
  const check = await target.check(lead);
  const phone = check.phone ?? String(lead.phone ?? '').trim();
  const facts = digest(JSON.stringify([target.provider, target.account, 'leads.send', phone, importId]));
  const subject = typeof facts === 'string' ? facts : await facts;
  const key = given ?? `lw1_${subject}`;
  const isMisread = ({ path }: Issue): boolean => read.issues.some((issue) => issue.path === path);
  const issues = read.issues.concat(
    check.issues.filter((issue) => !isMisread(issue)),
    keyIssues(given),
  );
  const unsupported = read.unsupported.concat(check.unsupported);
  if (issues.length > 0) return { key, ok: false, outcome: refusal(target, issues, unsupported) };
  const content = { ...lead, phone, ref: undefined };
  // A lead that was read has its parts in one order; only what the sender put under `fields` may come in any.
  const payload = lead.fields === undefined ? JSON.stringify(content) : canonical(content);
  const print = digest(payload);
  const entry: LedgerEntry = {
    provider: target.provider,
    account: target.account,
    key,
    fingerprint: typeof print === 'string' ? print : await print,
    subject,
    payload,
    ref: ref ?? lead.ref,
  };
  return { key, ok: true, prepared: { lead, entry, derived: given === undefined, unsupported } };
}

function keyIssues(key: string | undefined): Issue[] {
  if (key === undefined || isLedgerKey(key)) return [];
  return [{ path: 'key', message: 'must be 1 to 255 characters, without control characters' }];
}

function refusal(target: LeadTarget, issues: readonly Issue[], unsupported: readonly FieldNote[]): Rejected {
  const said = issues.map(({ path, message }) => `${path || 'lead'} ${message}`).join('; ');
  const error = new LeadwireError(
    issues.some(({ path }) => path === 'phone') ? 'invalid-phone' : 'invalid-input',
    `${target.name}: ${said}`,
    {
      provider: target.provider,
      issues,
      hint: 'Correct the lead and send it again: nothing was sent.',
    },
  );
  return { outcome: 'rejected', certainty: 'certain', ignored: [], unchanged: [], unsupported, error };
}
