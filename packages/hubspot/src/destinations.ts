import type { Destination } from '@leadwire/core/provider';

/** Ways for leads into HubSpot. */
export const destinations: { readonly hubspot: Destination } = {
  hubspot: {
    credentials: {
      ids: [],
      secrets: [
        [
          {
            variable: 'HUBSPOT_ACCESS_TOKEN',
            where: 'HubSpot shows the access token of a private app in its settings (experimental).',
          },
        ],
      ],
    },
    options: {},
    callsAtOnce: false,
    async open({ client, secret }) {
      const { createHubspot } = await import('./client.ts');
      const hubspot = createHubspot({ ...client, accessToken: secret('HUBSPOT_ACCESS_TOKEN') });
      return { client: hubspot, target: hubspot.target() };
    },
  },
};
