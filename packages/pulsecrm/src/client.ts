import { Call, type CallOptions, type LeadTarget, type ProviderClient, type Resources } from '@leadwire/core';
import { type Client, checkClient, createClient, credentialMark, lazyTarget } from '@leadwire/core/provider';
import { api, type Lead, type PulsecrmClient, type PulsecrmOperations } from '@leadwire/generated-pulsecrm';
import { decode, onRawResponse } from './decode.ts';
import { hints, readFailure } from './errors.ts';
import { type FindBy, find } from './find.ts';
import { type Entry, type PulsecrmOptions, readOptions } from './options.ts';
import { reconcileCreate } from './reconcile.ts';
import { createSession, type Session } from './session.ts';
import { outlineOf, type PulsecrmTargetOptions } from './target-outline.ts';

type Operations = Resources<PulsecrmOperations>;

/** The Pulse CRM client: all operations by resource, `raw`, `check`, and `target` for neutral leads. */
export interface Pulsecrm extends Omit<Operations, 'leads'>, ProviderClient<PulsecrmClient> {
  readonly leads: Operations['leads'] & {
    /**
     * Leads with this phone or e-mail, archived ones too. Several requests of `leads.list`, within one deadline; each row is compared again, because
     * what the filters match is not documented.
     * @throws LeadwireError of kind `invalid-input` where neither is given, `invalid-phone`, `unreadable-response` where there are too many pages
     * to look through, otherwise of the request that failed: a lead that was not seen is not a lead that is not there
     * @example const [known] = await pulsecrm.leads.find({ phone: '(415) 555-2671', email: 'jane.doe@example.com' })
     * @see https://44.docs.dev.pulsecrm.com/api-reference/get-leads.html
     */
    find(by: FindBy, options?: Pick<CallOptions, 'signal' | 'deadlineMs'>): Call<Lead[]>;
  };
  /**
   * A destination for neutral leads.
   * @example const sent = await pulsecrm.target({ teamId: 3, leadSourceId: 12 }).send({ phone: '+14155552671', name: 'Jane Doe' })
   */
  target(options?: PulsecrmTargetOptions): LeadTarget;
}

/**
 * A client of the Pulse CRM API. With key and secret, or e-mail and password, it logs in on its first call and again when the session ends.
 * @example
 * const pulsecrm = createPulsecrm({ accountId, token })
 * const lead = await pulsecrm.leads.create({ firstName: 'Jane', lastName: 'Doe', phone: '+1 415 555 2671' }, { query: { skipTeamAndSourceRequirement: true } })
 * @throws LeadwireError of kind `misconfigured` when credentials are missing or the address is not safe
 * @see https://44.docs.dev.pulsecrm.com/api-reference/post-leads.html
 */
export function createPulsecrm(options: PulsecrmOptions = {}): Pulsecrm {
  const { entry, accountId, common } = readOptions(options);
  const session: Session = createSession(() => core, entry, accountId);
  const core: Client<PulsecrmOperations, PulsecrmClient> = createClient(api, common, {
    account: accountId,
    readAccount: session.account,
    credentialMark: credentialMark(identityOf(entry)),
    headersOf: (operation) => (operation.id === 'auth.login' ? {} : session.headers()),
    ...(entry.kind !== 'token' && {
      refresh: (operation, request) =>
        operation.id === 'auth.login' ? Promise.resolve(undefined) : session.renew(request),
    }),
    decode,
    readFailure,
    hints,
    reconcile: { 'leads.create': (lost) => reconcileCreate(core, lost) },
  });
  core.raw.use({ onResponse: onRawResponse });
  return {
    ...core.resources,
    leads: { ...core.resources.leads, find: (by, given) => new Call(find(core, by, given)) },
    raw: core.raw,
    check: (given) => checkClient(core, { operation: 'leads.list', query: { pageSize: 1 } }, given),
    target: (target = {}) => {
      const outline = outlineOf(core, target, accountId);
      return lazyTarget(core, outline, async () => {
        const { createTarget } = await import('./target.ts');
        return createTarget(core, outline, { ...target, shape: api.bodySchemas['leads.create'].shape });
      });
    },
  };
}

/** What tells two logins apart that name no account. */
function identityOf(entry: Entry): unknown {
  if (entry.kind === 'password') return entry.email;
  return entry.kind === 'key' ? entry.apiKey : entry.token;
}
