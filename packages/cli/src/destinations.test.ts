import { expect, test } from 'vitest';
import { asFlags } from './destinations.ts';

test.each([
  [
    'Check baseUrl: the provider responds from another address.',
    'Check --base-url: the provider responds from another address.',
  ],
  ['set teamId, or pass skipTeamAndSourceRequirement.', 'set --team-id, or pass --skip-team-and-source.'],
  ['leads.create was refused (422): campaign_id', 'leads.create was refused (422): --campaign-id'],
  ['fields.first_name and customerId are no flags', 'fields.first_name and customerId are no flags'],
])('%j reads %j', (text, read) => {
  expect(asFlags(text)).toBe(read);
});
