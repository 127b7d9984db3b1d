import type { Country } from './phone.ts';

/** The types of fields. Those beyond `DROPDOWN` are guesses at the vendor's upper-case spelling. */
export type FieldType =
  | 'TEXT'
  | 'NUMBER'
  | 'EMAIL'
  | 'PHONE'
  | 'DATE'
  | 'DROPDOWN'
  | 'TAGS'
  | 'MONEY'
  | 'WEBSITE'
  | 'MEDIALINK'
  | 'ACTIVE_USERS'
  | 'RATING'
  | 'STATUS'
  | 'LOST_REASON';

/** A lead field, or a field of a kind of action, as it is made in the dashboard. */
export interface FieldDraft {
  /** Its case matters. */
  readonly apiName: string;
  readonly type: FieldType;
  /** Labels of a dropdown or of tags. */
  readonly options?: readonly string[];
  readonly description?: string;
  /** Whether an update leaves it as it is. */
  readonly lockAfterCreate?: boolean;
}

/** A kind of action. */
export interface ActionDraft {
  /** The bare number: `1001`. */
  readonly code: string;
  readonly displayName?: string;
  readonly fields?: readonly FieldDraft[];
}

export interface MemberDraft {
  readonly name: string;
  readonly email: string;
  readonly phone_number?: string;
  readonly status?: string;
}

export interface TelecrmOptions {
  /** The only tokens of each kind; otherwise a token with `async` in it is an async one and every other a sync one. */
  readonly syncTokens?: readonly string[];
  readonly asyncTokens?: readonly string[];
  /** The only workspaces that there are; any will do unless this is set. All of them show the same leads. */
  readonly enterpriseIds?: readonly string[];
  /** Whose calling code a number without one gets; `IN` unless this is set. */
  readonly defaultCountry?: Country;
  /** The API name of the field that tells leads apart; `phone` unless this is set. */
  readonly identifier?: string;
  /** Lead fields beside the standard ones; some from the vendor's samples unless this is set. */
  readonly customFields?: readonly FieldDraft[];
  /** Kinds of action; `1001`, a site visit, unless this is set. */
  readonly customActions?: readonly ActionDraft[];
  readonly statuses?: { readonly active: readonly string[]; readonly archived?: readonly string[] };
  readonly teamMembers?: readonly MemberDraft[];
  /** Paid seats; no end of them unless this is set. */
  readonly seats?: number;
  /** Simulated milliseconds until a queued lead is applied; 1,000 unless this is set. */
  readonly asyncDelayMs?: number;
  /** Requests an hour for each async token, of which more are refused; no limit unless this is set. The vendor's is 18,000. */
  readonly asyncPerHour?: number;
  /** Whether rows of a search show the lead's id, as live rows do and the vendor's page says they do not; `true` unless this is set. */
  readonly searchShowsIds?: boolean;
  /** Minutes that the workspace is ahead of UTC, for dates written as text; 330 unless this is set. */
  readonly utcOffsetMinutes?: number;
}
