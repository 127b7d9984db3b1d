import type { Call, CallOptions, LeadTarget, ProviderClient, Resources } from '@leadwire/core';
import {
  bearer,
  type Client,
  checkClient,
  createClient,
  credentialMark,
  lazyTarget,
  type OperationMeta,
} from '@leadwire/core/provider';
import {
  type AutocallsClient,
  type AutocallsOperations,
  api,
  type KbDocumentWritten,
} from '@leadwire/generated-autocalls';
import { decode } from './decode.ts';
import { hints, readFailure } from './errors.ts';
import { type AutocallsOptions, readOptions } from './options.ts';
import { type DocumentCreate, prepare } from './prepare.ts';
import { explainRefusal, reconcileCreate } from './reconcile.ts';
import { reconcileSipTrunk } from './reconcile-sip-trunk.ts';
import { type AutocallsTargetOptions, outlineOf } from './target-outline.ts';

type Operations = Resources<AutocallsOperations>;

/** The Autocalls client: all operations by resource, `raw`, `check`, and `target` for neutral leads. */
export interface Autocalls extends Omit<Operations, 'documents'>, ProviderClient<AutocallsClient> {
  readonly documents: Omit<Operations['documents'], 'create'> & {
    /**
     * Adds a website, or a file of 20 MB at most, to a knowledge base. It is read in the background: ask `documents.get` until its status is `active` or `failed`.
     * `POST /user/knowledgebases/{knowledgebaseId}/documents`
     * @throws LeadwireError of kind `invalid-input` before anything is sent, `not-found` where the knowledge base is not there
     * @example await autocalls.documents.create(1, { name: 'Prices', type: 'pdf', file: await openAsBlob('prices.pdf') })
     * @see https://docs.autocalls.ai/api-reference/knowledgebases/create-document
     */
    create(knowledgebaseId: number, document: DocumentCreate, options?: CallOptions): Call<KbDocumentWritten>;
  };
  /**
   * A destination for neutral leads: one campaign.
   * @throws LeadwireError of kind `misconfigured` when the campaign is missing
   * @example const sent = await autocalls.target({ campaignId: 7 }).send({ phone: '+14155552671', name: 'Jane Doe' })
   */
  target(options: AutocallsTargetOptions): LeadTarget;
}

/**
 * A client of the Autocalls API.
 * @example
 * const autocalls = createAutocalls({ apiKey: process.env.AUTOCALLS_API_KEY, defaultCountry: 'US' })
 * const { data } = await autocalls.leads.create({ phone_number: '(415) 555-2671', campaign_id: 7 })
 * @throws LeadwireError of kind `misconfigured` when the key is missing or the address is not safe
 * @see https://docs.autocalls.ai/api-reference/leads/create
 */
export function createAutocalls(options: AutocallsOptions = {}): Autocalls {
  const { credential, common } = readOptions(options);
  const keyHeaders = bearer(credential);
  const core: Client<AutocallsOperations, AutocallsClient> = createClient(api, common, {
    credentialMark: credentialMark(credential),
    headersOf: (operation) => headersOf(operation, keyHeaders),
    bucketOf,
    prepare,
    decode,
    readFailure,
    hints,
    reconcile: {
      'leads.create': (lost) => reconcileCreate(core, lost),
      'sipTrunks.create': (lost) => reconcileSipTrunk(core, lost),
    },
    explain: { 'leads.create': (refused) => explainRefusal(core, refused) },
  });
  return {
    ...core.resources,
    documents: core.resources.documents as Autocalls['documents'],
    raw: core.raw,
    check: (given) => checkClient(core, { operation: 'account.me' }, given),
    target: (target) => {
      const outline = outlineOf(core, target);
      return lazyTarget(core, outline, async () => (await import('./target.ts')).createTarget(core, outline, target));
    },
  };
}

/** Public conversations are sent without a key. The pages of tools require a content type also on requests without a body. */
function headersOf({ body, id, security }: OperationMeta, keyHeaders: ReturnType<typeof bearer>) {
  if (security?.length === 0) return {};
  const key = keyHeaders();
  if (body !== undefined || !id.startsWith('tools.')) return key;
  const typed = (headers: Record<string, string>) => ({ ...headers, 'content-type': 'application/json' });
  return key instanceof Promise ? key.then(typed) : typed(key);
}

/** Operations with a documented rate; all others share one. */
const BUCKETS: Readonly<Record<string, string>> = {
  'ai.generateReply': 'replies',
  'whatsapp.sendTemplate': 'whatsapp',
  'whatsapp.sendFreeform': 'whatsapp',
  'whatsapp.callPermission': 'permission',
  'whatsapp.requestCallPermission': 'ask',
  'whatsapp.call': 'whatsappCall',
};

const bucketOf = ({ id }: OperationMeta): string => BUCKETS[id] ?? 'all';
