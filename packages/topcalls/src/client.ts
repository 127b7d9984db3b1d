import {
  Call,
  type CallOptions,
  type Issue,
  type LeadTarget,
  type ProviderClient,
  type Resources,
} from '@leadwire/core';
import { bearer, type Client, checkClient, createClient, credentialMark, lazyTarget } from '@leadwire/core/provider';
import {
  api,
  type Lead,
  type LeadUpdate,
  type TopcallsClient,
  type TopcallsOperations,
} from '@leadwire/generated-topcalls';
import { hints, readFailure } from './errors.ts';
import { readOptions, type TopcallsOptions } from './options.ts';
import { outlineOf, type TopcallsTargetOptions } from './target-outline.ts';

type Operations = Resources<TopcallsOperations>;

/** The fields to change: `notes` replaces the notes, `notes_append` adds to them, and only one of the two can be sent. */
export type LeadPatch = LeadUpdate & ({ readonly notes?: never } | { readonly notes_append?: never });

/** The TopCalls client: all operations by resource, `raw`, `check`, and `target` for neutral leads. */
export interface Topcalls extends Omit<Operations, 'leads'>, ProviderClient<TopcallsClient> {
  readonly leads: Omit<Operations['leads'], 'update'> & {
    /**
     * Changes the fields that are sent and leaves the rest; null clears `email` and `notes`. Lists are not changed here.
     * `PATCH /v1/leads/{id}`
     * @throws LeadwireError of kind `invalid-input` for a change without a field, or with both kinds of notes; `not-found`
     * @example await topcalls.leads.update(lead.id, { status: 'Contacted', notes_append: 'rang' })
     * @see https://docs.topcalls.ai/api-reference/update-lead
     */
    update(id: string, change: LeadPatch, options?: CallOptions): Call<Lead>;
    /**
     * Takes a lead off one list. Beware: a lead that is on no other list is deleted by TopCalls.
     * `DELETE /v1/leads/{id}?list_id=…`
     * @throws LeadwireError of kind `invalid-input` where the list is missing, `not-found` where the lead is
     * @example await topcalls.leads.removeFromList(lead.id, '3c90c3cc-0d44-4b50-8888-8dd25736052a')
     * @see https://docs.topcalls.ai/api-reference/delete-lead
     */
    removeFromList(id: string, listId: string, options?: CallOptions): Call<void>;
  };
  /**
   * A destination for neutral leads: one TopCalls list.
   * @throws LeadwireError of kind `misconfigured` when the list is missing
   * @example const sent = await topcalls.target({ listId }).send({ phone: '+14155552671', name: 'Jane Doe' })
   */
  target(options: TopcallsTargetOptions): LeadTarget;
}

/**
 * A client of the TopCalls API.
 * @example
 * const topcalls = createTopcalls({ apiKey: process.env.TOPCALLS_API_KEY, defaultCountry: 'US' })
 * const lead = await topcalls.leads.create({ name: 'Jane Doe', phone_number: '(415) 555-2671', list_id })
 * @throws LeadwireError of kind `misconfigured` when the key is missing or the address is not safe
 * @see https://docs.topcalls.ai/api-reference/create-or-attach-lead
 */
export function createTopcalls(options: TopcallsOptions = {}): Topcalls {
  const { credential, common } = readOptions(options);
  const core: Client<TopcallsOperations, TopcallsClient> = createClient(api, common, {
    credentialMark: credentialMark(credential),
    headersOf: bearer(credential),
    finish: { 'leads.bulk': withoutRepeats, 'leads.bulkDelete': (body) => ({ body, issues: blankTag(body) }) },
    readFailure,
    hints,
  });
  const { resources, raw } = core;
  const client: Topcalls = {
    ...resources,
    leads: {
      ...resources.leads,
      // A list that was meant and is missing is refused: without it the lead would be deleted from everywhere.
      delete: (id, query, given) =>
        resources.leads.delete(
          id,
          query && 'list_id' in query ? { ...query, list_id: query.list_id ?? '' } : query,
          given,
        ),
      removeFromList: (id, listId, given = {}) =>
        // An empty text is refused; nothing at all would delete the lead itself.
        new Call(
          core.run('leads.delete', { path: { id }, query: { list_id: listId ?? '' }, options: given }),
        ) as Call<void>,
    },
    raw,
    check: (given) => checkClient(core, { operation: 'leads.list', query: { limit: 1 } }, given),
    target: (target) => {
      const outline = outlineOf(core, target);
      return lazyTarget(core, outline, async () => {
        const { createTarget } = await import('./target.ts');
        return createTarget(core, outline, { ...target, shape: api.bodySchemas['leads.create'].shape });
      });
    },
  };
  return client;
}

/** What a blank tag deletes is not documented: all leads, at worst. */
function blankTag(body: unknown): Issue[] {
  const { filter } = (body ?? {}) as { filter?: { tag?: unknown } | null };
  return typeof filter?.tag === 'string' && filter.tag.trim() === ''
    ? [{ path: 'filter.tag', message: 'cannot be empty', code: 'too-small' }]
    : [];
}

/** One row a phone in a bulk import: what a repeat inside one does is not documented. */
function withoutRepeats(body: unknown): { readonly body: object } | undefined {
  const { leads } = (body ?? {}) as { leads?: unknown };
  if (!Array.isArray(leads)) return undefined;
  const rows = new Map(leads.map((lead) => [(lead as { phone_number?: unknown } | null)?.phone_number ?? lead, lead]));
  return rows.size === leads.length ? undefined : { body: { ...(body as object), leads: [...rows.values()] } };
}
