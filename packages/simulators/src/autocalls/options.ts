/** How this stand-in differs from the default account. All times are simulated ones. */
export interface AutocallsOptions {
  /** How long a placed call lasts until it is over, in milliseconds; 60 000 when left out. */
  readonly callDurationMs?: number;
  /** What is left on the account at the start, in US dollars; 125.50 when left out. */
  readonly balance?: number;
  /**
   * What becomes of a lead for a campaign that nobody made here: `accept` (the default) takes it for one that was made in the
   * dashboard, `refuse` answers 422. A campaign that was deleted is refused either way.
   */
  readonly unknownCampaigns?: 'accept' | 'refuse';
  /** How many campaigns the plan allows; without limit when left out. */
  readonly planLimits?: { readonly campaigns?: number };
  /** The form of the answers at the start; see `AnswerForms`. */
  readonly answers?: Partial<AnswerForms>;
}

/** The vendor changed its answers over time without a version; a test may ask for old ones. */
export interface AnswerForms {
  /**
   * `newest` is what the spec says. `2025-06` wraps the answer to a new lead in an array, gives ids as strings and times as ISO 8601,
   * leaves out campaign and secondary contacts, lists leads as one bare array without paging or filters, and numbers the pages of
   * conversations.
   */
  readonly vintage: 'newest' | '2025-06';
  /** What an empty map of variables becomes: PHP writes `[]`; `object` writes `{}`. */
  readonly emptyMaps: 'array' | 'object';
  /** How a list of leads shows phones: in E.164, or in the national format of their country. */
  readonly listedPhones: 'e164' | 'national';
}

export const DEFAULT_FORMS: AnswerForms = { vintage: 'newest', emptyMaps: 'array', listedPhones: 'e164' };
