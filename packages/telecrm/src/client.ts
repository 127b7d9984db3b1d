import {
  Call,
  type CallOptions,
  type Credential,
  type E164,
  type LeadTarget,
  type ProviderClient,
  type Resources,
} from '@leadwire/core';
import {
  bearer,
  type Client,
  checkClient,
  createClient,
  lazyTarget,
  type OperationMeta,
  refusal,
} from '@leadwire/core/provider';
import { api, type LeadCreate, type TelecrmClient, type TelecrmOperations } from '@leadwire/generated-telecrm';
import { decode } from './decode.ts';
import { hints, readFailure } from './errors.ts';
import { readOptions, type TelecrmOptions } from './options.ts';
import { finishing, prepare } from './prepare.ts';
import { readPhone } from './read-phone.ts';
import { reconcileCreate } from './reconcile.ts';
import { outlineOf, type TelecrmTargetOptions } from './target-outline.ts';
import { type LeadUpserted, upsert } from './upsert.ts';

type Operations = Resources<TelecrmOperations>;

/** The telecrm client: both APIs in one client, each call with the token of its API. */
export interface Telecrm extends Omit<Operations, 'leads'>, ProviderClient<TelecrmClient> {
  readonly leads: Operations['leads'] & {
    /**
     * Creates a lead, or updates the one that has its phone. Several requests of the Sync API: `leads.create`; where telecrm answers 409,
     * `leads.search` by the phone, `leads.update` without the field that identifies a lead, and `actions.create` for the actions of the body.
     * @returns `existed` says which it was; `remarks` say what telecrm ignored
     * @throws LeadwireError of kind `already-exists` where the search tells no id to update by; otherwise of the request that failed, with all attempts. Effect
     * `applied` means that the lead was updated and its actions may be missing.
     * @example
     * const { lead_id, existed } = await telecrm.leads.upsert({ fields: { name: 'Jane Doe', phone: '+91 99999 99999' } })
     * @see https://docs.telecrm.in/sync-api/leads/create
     */
    upsert(body: LeadCreate, options?: CallOptions): Call<LeadUpserted>;
  };
  /**
   * The phone of a value from a response, as `leads.search` gives it: digits with the country code in front, whatever the default country.
   * @returns undefined for a value that is not such a number
   * @example
   * const { data } = await telecrm.leads.search({})
   * telecrm.readPhone(data[0]?.fields?.phone) // '+919999999999'
   */
  readonly readPhone: (value: unknown) => E164 | undefined;
  /**
   * A destination for neutral leads: `sync` answers with an id, `async` queues and tells nothing of the outcome.
   * @throws LeadwireError of kind `misconfigured` when the mode is missing
   * @example const sent = await telecrm.target({ mode: 'sync' }).send({ phone: '+91 99999 99999', name: 'Jane Doe' })
   */
  target(options: TelecrmTargetOptions): LeadTarget;
}

/**
 * A client of the telecrm Sync and Async APIs.
 * @example
 * const telecrm = createTelecrm({ enterpriseId, syncToken, defaultCountry: 'IN' })
 * const { lead_id, remarks } = await telecrm.leads.create({ fields: { name: 'Jane Doe', phone: '+91 99999 99999' } })
 * @throws LeadwireError of kind `misconfigured` when the enterprise id or both tokens are missing
 * @see https://docs.telecrm.in/sync-api/leads/create
 */
export function createTelecrm(options: TelecrmOptions = {}): Telecrm {
  const { enterpriseId, syncToken, asyncToken, asyncBaseUrl, phoneFields, common } = readOptions(options);
  const syncHeaders = tokenHeaders(syncToken, 'syncToken', 'TELECRM_SYNC_TOKEN');
  const asyncHeaders = tokenHeaders(asyncToken, 'asyncToken', 'TELECRM_ASYNC_TOKEN');
  const isAsync = (operation: OperationMeta) => operation.security?.includes('asyncBearer') === true;
  const core: Client<TelecrmOperations, TelecrmClient> = createClient(api, common, {
    account: enterpriseId,
    headersOf: (operation) => (isAsync(operation) ? asyncHeaders() : syncHeaders()),
    clientParams: () => ({ enterpriseId }),
    serverOf: (operation) => (isAsync(operation) ? asyncBaseUrl : undefined),
    bucketOf: (operation) => (isAsync(operation) ? 'async' : 'sync'),
    phonesOf: (operation) => {
      const places = operation.phones ?? [];
      // The spec knows `fields.phone`; which fields of a workspace hold phones is its own choice.
      return places.flatMap((place) =>
        place.at.startsWith('fields.phone')
          ? phoneFields.map((name) => ({ ...place, at: place.at.replace('fields.phone', `fields.${name}`) }))
          : [place],
      );
    },
    prepare: (operation, given) => prepare(operation, given, phoneFields),
    finish: finishing(phoneFields),
    decode,
    readFailure,
    hints,
    reconcile: { 'leads.create': (lost) => reconcileCreate(core, lost, phoneFields) },
  });
  return {
    ...core.resources,
    leads: {
      ...core.resources.leads,
      upsert: (body, given) => new Call(upsert(core, body, phoneFields, given)),
    },
    readPhone,
    raw: core.raw,
    check: (given) => checkClient(core, { operation: 'enterprise.get' }, given),
    target: (target) => {
      const outline = outlineOf(core, enterpriseId, target);
      return lazyTarget(core, outline, async () =>
        (await import('./target.ts')).createTarget(core, outline, phoneFields),
      );
    },
  };
}

/** The call that needs a token says that it is missing: a client may have one of the two. */
function tokenHeaders(token: Credential | undefined, option: string, variable: string): ReturnType<typeof bearer> {
  if (token !== undefined) return bearer(token);
  return () => {
    const issue = { path: option, message: 'is missing for this call', code: 'missing-credential' };
    const hint = `Pass ${option} or set ${variable}. Tokens of the two kinds are not interchangeable.`;
    throw refusal('misconfigured', 'telecrm', [issue], { provider: 'telecrm', hint });
  };
}
