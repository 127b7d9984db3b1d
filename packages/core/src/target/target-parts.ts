import type { Runner } from '../call/create-client.ts';
import { type AttemptRecord, type LeadwireError, refusal } from '../errors.ts';
import type { Lead } from '../lead/lead.ts';
import type { FieldNote } from '../lead/outcome.ts';
import type { Undone } from '../lead/target.ts';
import { type CallResult, ok, type Result } from '../result.ts';

/** An option that is missing or not usable. */
interface OptionFault {
  readonly option: string;
  /** @default 'is missing' */
  readonly message?: string;
  readonly code?: string;
  /** What to do, in a sentence. */
  readonly hint: string;
}

/** The error of an option without which a client or a target cannot be made. */
export const misconfigured = (
  provider: string,
  { code, hint, message = 'is missing', option }: OptionFault,
): LeadwireError => {
  const issue = { path: option, message, ...(code !== undefined && { code }) };
  return refusal('misconfigured', provider, [issue], { provider, hint });
};

/** Where the leads of a target are, for the key of a ledger: the host, and a list, campaign or account there. */
export const placeOf = ({ provider }: Pick<Runner, 'provider'>, place: string | number): string =>
  `${new URL(provider.options.baseUrl).host}/${place}`;

/**
 * The place of a target that holds all leads of an account: the provider's own id of it, or the name that the caller gave.
 * @throws LeadwireError of kind `misconfigured` where it is missing: a ledger must find its rows again after the credential was replaced
 */
export function accountPlaceOf(
  core: Pick<Runner, 'provider'>,
  {
    account = core.provider.options.account,
    option = 'account',
  }: { readonly account?: string | undefined; readonly option?: string } = {},
): string {
  if (account !== undefined) return placeOf(core, account);
  throw misconfigured(core.provider.name, {
    option,
    code: 'missing-account',
    hint: 'Pass account: a name of the account at the provider that stays the same when its credential is replaced.',
  });
}

/** What removing a lead came to; one that the provider does not know is gone. */
export const undone = (removed: CallResult<unknown>, how: Undone['how']): Result<Undone, LeadwireError> => {
  if (removed.ok) return ok({ how });
  return removed.error.kind === 'not-found' ? ok({ how, wasGone: true }) : removed;
};

/** When the first attempt was made that may have been processed, and whose response was lost; undefined when the only response is the last one. */
export const lostAt = (attempts: readonly AttemptRecord[]): number | undefined =>
  attempts.slice(0, -1).find(({ effect }) => effect !== 'none')?.startedAt;

type LeadPart = Exclude<keyof Lead, 'fields' | 'phone'>;

/** A note for each part that the lead has and the provider has no field for. */
export const unsupportedParts = (lead: Lead, parts: readonly LeadPart[], reason: string): FieldNote[] =>
  parts.filter((field) => (lead[field]?.length ?? 0) > 0).map((field) => ({ field, reason }));
