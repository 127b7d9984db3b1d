import { type Destination, keyDestination } from '@leadwire/core/provider';

const WHERE = 'HubSpot shows the access token of a private app in its settings.';

/** Ways for leads into HubSpot. */
export const destinations: { readonly hubspot: Destination } = {
  hubspot: keyDestination('HUBSPOT_ACCESS_TOKEN', WHERE, async (client, accessToken) => {
    const { createHubspot } = await import('./client.ts');
    return createHubspot({ ...client, accessToken });
  }),
};
