import {
  accountMark,
  type CallOptions,
  type ClientCore,
  createClientCore,
  type LeadTarget,
  LeadwireError,
  type Resources,
} from '@leadwire/core';
import { api, type Lead, type PulsecrmClient, type PulsecrmOperations } from '@leadwire/generated-pulsecrm';
import { decode } from './decode.ts';
import { hints, readFailure } from './errors.ts';
import { type PulsecrmOptions, readOptions } from './options.ts';
import { type FindBy, findLeads, reconcileCreate } from './reconcile.ts';
import { createSession, type Session } from './session.ts';
import { createTarget, type PulsecrmTargetOptions } from './target.ts';

type Operations = Resources<PulsecrmOperations>;

/** The Pulse CRM client: all operations by resource, `raw`, and `target` for neutral leads. */
export interface Pulsecrm extends Omit<Operations, 'leads'> {
  readonly leads: Operations['leads'] & {
    /** Leads with this phone or e-mail, archived ones too; several requests. Both are compared anew, because what the filters match is not documented. */
    find(by: FindBy, options?: Pick<CallOptions, 'signal' | 'deadlineMs'>): Promise<Lead[]>;
  };
  /** The openapi-fetch client, with credentials, retries and limits applied. */
  readonly raw: PulsecrmClient;
  /** A destination for neutral leads. */
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
  const core: ClientCore<PulsecrmOperations, PulsecrmClient> = createClientCore(api, common, {
    account:
      accountId ??
      accountMark(entry.kind === 'password' ? entry.email : entry.kind === 'key' ? entry.apiKey : entry.token),
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
  return {
    ...core.resources,
    leads: {
      ...core.resources.leads,
      find: async (by, given = {}) => {
        const leads = await findLeads(core, by, { signal: given.signal, deadlineMs: given.deadlineMs });
        if (leads === undefined)
          throw new LeadwireError('provider-failure', 'pulsecrm leads.find: a look-up failed', {
            provider: 'pulsecrm',
            retryable: true,
            hint: 'Try again later.',
          });
        return leads;
      },
    },
    raw: core.raw,
    target: (target = {}) => createTarget(core, target, accountId),
  };
}
