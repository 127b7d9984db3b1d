import { type Destination, type PlaceChoice, secretVariables } from '@leadwire/core/provider';

/** Ways for leads into TopCalls. */
export const destinations: { readonly topcalls: Destination<{ readonly listId?: string | undefined }> } = {
  topcalls: {
    credentials: secretVariables(
      'TOPCALLS_API_KEY',
      'The TopCalls dashboard makes keys under account settings; it needs the scope leads:write.',
    ),
    options: {
      listId: {
        flag: '--list-id <id>',
        text: 'topcalls: the list that leads join',
        value: 'uuid',
        programNames: ['listId', 'list_id'],
        needed: { meaning: 'the list that leads join', standIn: '3c90c3cc-0d44-4b50-8888-8dd25736052a' },
      },
    },
    callsAtOnce: true,
    async open({ client, secret, options: { listId = '' } }) {
      const { createTopcalls } = await import('./client.ts');
      const topcalls = createTopcalls({ ...client, apiKey: secret('TOPCALLS_API_KEY') });
      // No call of the API names the lists: those of the newest leads are what can be known.
      const lists = async (): Promise<PlaceChoice[]> => {
        const { items } = await topcalls.leads.list({ limit: 200 });
        const ids = new Set(items.flatMap((lead) => lead.list_ids ?? []));
        return [...ids].map((id) => ({ value: id, label: id }));
      };
      return { client: topcalls, target: topcalls.target({ listId }), choices: { listId: lists } };
    },
  },
};
