import { type Destination, secretVariables } from '@leadwire/core/provider';

/** Ways for leads into HubSpot. */
export const destinations: { readonly hubspot: Destination } = {
  hubspot: {
    credentials: secretVariables(
      'HUBSPOT_ACCESS_TOKEN',
      'HubSpot shows the access token of a private app in its settings.',
    ),
    options: {},
    callsAtOnce: false,
    async open({ client, secret }) {
      const { createHubspot } = await import('./client.ts');
      const hubspot = createHubspot({ ...client, accessToken: secret('HUBSPOT_ACCESS_TOKEN') });
      return { client: hubspot, target: hubspot.target() };
    },
  },
};
