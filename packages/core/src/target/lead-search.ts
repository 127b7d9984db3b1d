import type { Runner } from '../call/create-client.ts';
import { unreadable } from '../call/lists/read-rows.ts';
import type { LostCall, ReconcileResult } from '../call/provider-definition.ts';
import type { LeadwireError } from '../errors.ts';
import { checkLead } from '../lead/check-lead.ts';
import type { LeadTarget } from '../lead/target.ts';
import type { CallOptions } from '../options.ts';
import { isSameNumber } from '../phone/wire-form.ts';
import { type CallResult, ok } from '../result.ts';
import { matchesIn } from './matches-in.ts';
import { reconcileBySearch } from './reconcile-by-search.ts';

/** What a record is looked up by: its phone in E.164, or its e-mail where no phone is known. */
export interface LookUp {
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
}

/** How a provider's leads are searched, and what a record of them shows. */
export interface LeadSearchDefinition<Page, Match> {
  /** Asks the provider; an `email` comes only where no phone is known. */
  ask(by: LookUp, options: CallOptions): Promise<CallResult<Page>>;
  list(page: Page): readonly (Match | null)[] | null | undefined;
  /** Whether a lead without a phone is looked up by its e-mail. @default false */
  readonly byEmail?: boolean;
  /** The phone and the e-mail that a record shows. Pure. */
  shown(match: Match): LookUp;
  /** When a record was made: see {@link reconcileBySearch}. Pure. */
  madeAt(match: Match): unknown;
}

/** The look-ups that a provider package needs, all made of one search. */
export interface LeadSearch<Match> {
  /** Records that show what is looked for, whatever the provider made of the filter. */
  matches(by: LookUp, options: CallOptions): Promise<CallResult<Match[]>>;
  /** What happened to a create whose response was lost: see {@link reconcileBySearch}. */
  reconcile(lost: LostCall, by: LookUp): Promise<ReconcileResult>;
  /** For the target. */
  readonly find: NonNullable<LeadTarget['find']>;
  /**
   * Whose record it is that made the provider refuse a create as existing: one with another phone is another person, and the lead is refused.
   * @param look - how that record is read: by the id that the refusal tells, or by what it was refused for
   */
  explain(
    refused: LostCall,
    phone: LookUp['phone'],
    look: () => Promise<CallResult<Match[]>>,
  ): Promise<LeadwireError | undefined>;
}

/**
 * Look-ups by phone, or by e-mail where no phone is known.
 * @example createLeadSearch(core, { ask: ({ phone }, options) => core.run('leads.list', { query: { phone }, options }), list: (page) => page.items, shown: (lead) => lead, madeAt: (lead) => lead.created_at })
 */
export function createLeadSearch<Page, Match extends { readonly id?: unknown }>(
  core: Runner,
  { ask, byEmail = false, list, madeAt, shown }: LeadSearchDefinition<Page, Match>,
): LeadSearch<Match> {
  const byOf = ({ email, phone }: LookUp): LookUp => {
    if (phone) return { phone };
    return byEmail && email ? { email } : {};
  };
  const fits =
    ({ email, phone }: LookUp) =>
    (match: Match) =>
      phone ? isSameNumber(shown(match).phone ?? undefined, phone) : sameEmail(shown(match).email, email);
  const matches: LeadSearch<Match>['matches'] = async (by, options) =>
    matchesIn(core, await ask(by, options), list, fits(by));
  return {
    matches,
    reconcile: (lost, given) => {
      const by = byOf(given);
      return reconcileBySearch(core, lost, { lookup: { ...by }, find: () => matches(by, lost.options), madeAt });
    },
    find: async (lead, options = {}) => {
      const { phone } = await checkLead(lead, core.provider.options);
      const by = byOf({ phone, email: lead.email });
      if (Object.keys(by).length === 0) return ok(undefined);
      const found = await matches(by, options);
      if (!found.ok) return found;
      const [first] = found.value;
      return ok(first && { id: String(first.id) });
    },
    explain: async ({ error }, phone, look) => {
      if (error.kind !== 'already-exists') return undefined;
      const found = await look();
      if (!found.ok) return found.error;
      const [match] = found.value;
      if (match === undefined) return unreadable(core.provider.name, found.meta, UNSEEN).with({ retryable: true });
      const lookup = { id: match.id };
      const other = shown(match).phone;
      if (!phone || !other || isSameNumber(other, phone)) return error.with({ lookup });
      return error.with({ kind: 'rejected', lookup, hint: ANOTHER_PERSON });
    },
  };
}

const sameEmail = (shown: LookUp['email'], email: LookUp['email']): boolean =>
  Boolean(email) && shown?.trim().toLowerCase() === email?.trim().toLowerCase();

// A search may miss what was just made: then it says nothing of whose record it is.
const UNSEEN = {
  reason: 'did not show the record that exists',
  hint: 'Send the lead again: nothing of this one was stored.',
};

const ANOTHER_PERSON =
  'Another record has this e-mail address and another phone: send this lead without its e-mail, or merge them at the provider.';
