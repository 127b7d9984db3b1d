import type { LeadTarget, ProviderClient, Resources } from '@leadwire/core';
import { bearer, type Client, checkClient, createClient, credentialMark, lazyTarget } from '@leadwire/core/provider';
import { api, type HubspotClient, type HubspotOperations } from '@leadwire/generated-hubspot';
import { explainExisting, hints, readFailure } from './errors.ts';
import { type HubspotOptions, readOptions } from './options.ts';
import { reconcileCreate } from './reconcile.ts';
import { outlineOf } from './target-outline.ts';

/** The HubSpot client: all operations by resource, `raw`, `check`, and `target` for neutral leads. */
export interface Hubspot extends Resources<HubspotOperations>, ProviderClient<HubspotClient> {
  /**
   * A destination for neutral leads: the contacts of the account.
   * @example const sent = await hubspot.target().send({ phone: '+14155552671', name: 'Jane Doe', email: 'jane.doe@example.com' })
   */
  target(): LeadTarget;
}

/**
 * A client of HubSpot contacts. Experimental.
 * @example
 * const hubspot = createHubspot({ accessToken, defaultCountry: 'US' })
 * const contact = await hubspot.contacts.create({ properties: { email: 'jane.doe@example.com', phone: '(415) 555-2671' } })
 * @throws LeadwireError of kind `misconfigured` when the token is missing or the address is not safe
 * @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide
 */
export function createHubspot(options: HubspotOptions = {}): Hubspot {
  const { credential, common } = readOptions(options);
  const core: Client<HubspotOperations, HubspotClient> = createClient(api, common, {
    credentialMark: credentialMark(credential),
    headersOf: bearer(credential),
    readFailure,
    hints,
    explain: { 'contacts.create': (refused) => explainExisting(core, refused) },
    reconcile: { 'contacts.create': (lost) => reconcileCreate(core, lost) },
  });
  return {
    ...core.resources,
    raw: core.raw,
    check: (given) => checkClient(core, { operation: 'contacts.list', query: { limit: 1 } }, given),
    target: () => {
      const outline = outlineOf(core);
      return lazyTarget(core, outline, async () => (await import('./target.ts')).createTarget(core, outline));
    },
  };
}
