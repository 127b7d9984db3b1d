/** How this simulator differs from the default account. All times are simulated. */
export interface AutocallsOptions {
  /** How long a placed call lasts until it is over, in milliseconds; 60 000 when left out. */
  readonly callDurationMs?: number;
  /** What is left on the account at the start, in US dollars; 125.50 when left out. */
  readonly balance?: number;
  /**
   * What happens to a lead for a campaign that was not made here: `accept` treats the campaign as one that was made in the
   * dashboard, `refuse` responds with 422. A campaign that was deleted is refused either way. @default 'accept'
   */
  readonly unknownCampaigns?: 'accept' | 'refuse';
  /** How many campaigns the plan allows; without limit when left out. */
  readonly planLimits?: { readonly campaigns?: number };
  /** The form of the responses at the start; see `AnswerForms`. */
  readonly answers?: Partial<AnswerForms>;
}

/** The vendor has changed its responses without a version; a test may ask for other forms. */
export interface AnswerForms {
  /** How an empty map of variables is written: PHP writes `[]`, `object` writes `{}`. */
  readonly emptyMaps: 'array' | 'object';
}

export const DEFAULT_FORMS: AnswerForms = { emptyMaps: 'array' };
