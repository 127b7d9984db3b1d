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
  /** Whether an update leaves it as it is. */
  readonly lockAfterCreate?: boolean;
}

/** A kind of action. */
export interface ActionDraft {
  /** The bare number: `1001`. */
  readonly code: string;
  readonly fields?: readonly FieldDraft[];
}

export interface TelecrmOptions {
  /** The tokens of each kind. @default a token with `async` in it is an async one, every other a sync one */
  readonly syncTokens?: readonly string[];
  readonly asyncTokens?: readonly string[];
  /** The workspaces that exist; all of them show the same leads. @default any workspace exists */
  readonly enterpriseIds?: readonly string[];
  /** The country whose calling code a number without one gets. @default 'IN' */
  readonly defaultCountry?: Country;
  /** The API name of the field that identifies a lead. @default 'phone' */
  readonly identifier?: string;
  /** Lead fields beside the standard ones. @default some of the vendor's samples */
  readonly customFields?: readonly FieldDraft[];
  /** Kinds of action. @default `1001`, a site visit */
  readonly customActions?: readonly ActionDraft[];
  readonly statuses?: { readonly active: readonly string[] };
  /** E-mail addresses of the people whom a lead can be given to. @default `admin@example.com` and `agent@example.com` */
  readonly assignees?: readonly string[];
  /** Simulated milliseconds until a queued lead is applied. @default 1000 */
  readonly asyncDelayMs?: number;
  /** Requests an hour for each async token; the vendor's limit is 18,000. @default unlimited */
  readonly asyncPerHour?: number;
  /** Whether rows of a search show the lead's id, as live rows do, although the vendor's page says they do not. @default true */
  readonly searchShowsIds?: boolean;
  /** Minutes that the workspace is ahead of UTC, for dates written as text. @default 330 */
  readonly utcOffsetMinutes?: number;
}
