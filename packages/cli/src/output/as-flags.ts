const FLAGS: Readonly<Record<string, string>> = {
  allowInsecureHttp: '--allow-insecure-http',
  baseUrl: '--base-url',
  campaignId: '--campaign-id',
  campaign_id: '--campaign-id',
  defaultCountry: '--country',
  leadSourceId: '--lead-source-id',
  listId: '--list-id',
  list_id: '--list-id',
  skipTeamAndSourceRequirement: '--skip-team-and-source',
  teamId: '--team-id',
};

/** A message of the packages below, which name options as a program gives them, with the flags of the command. */
export function asFlags(text: string): string {
  return text.replace(/\b[a-z]+(?:[A-Z][a-z]+|_id)+\b/g, (name) => FLAGS[name] ?? name);
}
