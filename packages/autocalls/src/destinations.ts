import { type Destination, type PlaceChoice, type PlaceState, secretVariables } from '@leadwire/core/provider';
import type { Campaign } from '@leadwire/generated-autocalls';

/** Ways for leads into Autocalls. */
export const destinations: { readonly autocalls: Destination<{ readonly campaignId?: number | undefined }> } = {
  autocalls: {
    credentials: secretVariables(
      'AUTOCALLS_API_KEY',
      'The Autocalls dashboard makes keys on its page "API Keys", and shows each once.',
    ),
    options: {
      campaignId: {
        flag: '--campaign-id <id>',
        text: 'autocalls: the campaign that calls the leads',
        value: 'number',
        programNames: ['campaignId', 'campaign_id'],
        needed: { meaning: 'the campaign that calls the leads', standIn: 1 },
      },
    },
    callsAtOnce: true,
    async open({ client, secret, options: { campaignId = 0 } }) {
      const { createAutocalls } = await import('./client.ts');
      const autocalls = createAutocalls({ ...client, apiKey: secret('AUTOCALLS_API_KEY') });
      const describePlace = async (): Promise<PlaceState> =>
        describeCampaign((await autocalls.campaigns.get(campaignId)).data);
      const campaigns = async (): Promise<PlaceChoice[]> =>
        (await autocalls.campaigns.list().all()).map(({ id, name, status }) => ({
          value: id,
          label: `${name} (${status})`,
        }));
      const target = autocalls.target({ campaignId });
      return { client: autocalls, target, describePlace, choices: { campaignId: campaigns } };
    },
  },
};

function describeCampaign({ id, name, status, timezone, schedule_windows, allowed_days }: Campaign): PlaceState {
  const windows = (schedule_windows ?? []).map(({ start, end }) => `${start ?? ''} to ${end ?? ''}`);
  const hours = [windows.join(', '), timezone ?? '', (allowed_days ?? []).join(', ')].filter((text) => text !== '');
  return {
    text: `campaign ${id} "${name}" is ${status}`,
    isActive: /^(active|running|started|in[-_ ]?progress)$/i.test(status),
    hours: hours.length === 0 ? undefined : hours.join('; '),
  };
}
