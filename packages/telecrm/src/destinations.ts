import type { CredentialVariable, Destination } from '@leadwire/core/provider';

const ENTERPRISE: CredentialVariable = {
  variable: 'TELECRM_ENTERPRISE_ID',
  where: 'The telecrm dashboard shows the enterprise id under Settings → Website and API.',
};

const token = (type: 'Sync' | 'Async', other: 'Sync' | 'Async'): CredentialVariable => ({
  variable: `TELECRM_${type.toUpperCase()}_TOKEN`,
  where: `The telecrm dashboard makes tokens of type ${type} under Settings → Website and API; a token of type ${other} does not work here.`,
  standIn: `simulated-${type.toLowerCase()}`,
});

/** Ways for leads into telecrm: at once, and through its queue. */
export const destinations: { readonly telecrm: Destination; readonly 'telecrm-async': Destination } = {
  telecrm: {
    credentials: { ids: [ENTERPRISE], secrets: [[token('Sync', 'Async')]] },
    options: {},
    callsAtOnce: false,
    async open({ client, secret }) {
      const { createTelecrm } = await import('./client.ts');
      const enterpriseId = secret('TELECRM_ENTERPRISE_ID');
      const telecrm = createTelecrm({ ...client, enterpriseId, syncToken: secret('TELECRM_SYNC_TOKEN') });
      return { client: telecrm, target: telecrm.target({ mode: 'sync' }) };
    },
  },
  'telecrm-async': {
    credentials: { ids: [ENTERPRISE], secrets: [[token('Async', 'Sync')]] },
    options: {},
    callsAtOnce: false,
    async open({ client: { baseUrl, ...client }, secret, has }) {
      const { createTelecrm } = await import('./client.ts');
      const telecrm = createTelecrm({
        ...(baseUrl !== undefined && { baseUrl, asyncBaseUrl: baseUrl }),
        ...client,
        enterpriseId: secret('TELECRM_ENTERPRISE_ID'),
        asyncToken: secret('TELECRM_ASYNC_TOKEN'),
        ...(has('TELECRM_SYNC_TOKEN') && { syncToken: secret('TELECRM_SYNC_TOKEN') }),
      });
      return { client: telecrm, target: telecrm.target({ mode: 'async' }) };
    },
  },
};
