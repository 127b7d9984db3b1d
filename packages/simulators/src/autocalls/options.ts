/** How this simulator differs from the default account. */
export interface AutocallsOptions {
  /** What is left on the account at the start, in US dollars; 125.50 when left out. */
  readonly balance?: number;
  /**
   * What happens to a lead for a campaign that was not made here: `accept` treats the campaign as one that was made in the
   * dashboard, `refuse` responds with 422. A campaign that was deleted is refused either way. @default 'accept'
   */
  readonly unknownCampaigns?: 'accept' | 'refuse';
}
