import { api, type TelecrmApi, type TimelineAction } from '@leadwire/generated-telecrm';
import type { Call, Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import type { Collection } from '../framework/state/collection.ts';
import { createActionHandlers } from './actions.ts';
import { createAsyncQueue, type DroppedLead } from './async-queue.ts';
import { notAuthorized, refuse } from './errors.ts';
import { identifierKey } from './field-value.ts';
import { LeadStore, type TelecrmLead, toTimelineAction } from './lead-store.ts';
import { createLeadHandlers } from './leads.ts';
import type { TelecrmOptions } from './options.ts';
import { createSearchHandlers } from './search.ts';
import { createWorkspace } from './workspace.ts';

export type { TelecrmOptions } from './options.ts';

/** What a test sees and may do as `simulators.telecrm`. Collections are live. */
export interface TelecrmState {
  /** `byIdentifier` takes any spelling of the identifier. */
  readonly leads: Collection<string, TelecrmLead> & { byIdentifier(value: string): TelecrmLead | undefined };
  /** How many leads of the Async API are still to be applied. */
  readonly waiting: number;
  /** Leads that the Async API dropped without notice. */
  readonly dropped: readonly DroppedLead[];
  /** A lead that existed before the test: no request, no effect. Field values are not checked. */
  addLead(fields: Readonly<Record<string, unknown>>): TelecrmLead;
  /** Adds an entry to a timeline as telecrm does: a call, a message. */
  addAction(leadId: string, action: { readonly type: string } & Readonly<Record<string, unknown>>): TimelineAction;
}

function createTelecrmProvider(context: SimulatorContext, options: TelecrmOptions): Provider<TelecrmApi, TelecrmState> {
  const { syncTokens, asyncTokens, enterpriseIds } = options;
  const workspace = createWorkspace(options);
  const store = new LeadStore(context);
  const queue = createAsyncQueue(context, { store, workspace }, options);

  const isAsync = (token: string) => asyncTokens?.includes(token) ?? token.includes('async');
  const isSync = (token: string) => syncTokens?.includes(token) ?? !isAsync(token);

  /** The wrong kind of token, a bad one and an unknown workspace get the same response. */
  function isAllowed({ token, operationId, params }: Call): boolean {
    if (token === '' || context.isBadToken(token)) return false;
    if (enterpriseIds !== undefined && !enterpriseIds.includes(params.enterpriseId ?? '')) return false;
    return operationId === 'leads.upsertAsync' ? isAsync(token) : isSync(token);
  }

  return {
    state: {
      leads: Object.assign(store.collection, {
        byIdentifier: (value: string) => store.collection.get(store.byKey(identifierKey(value, workspace))?.id ?? ''),
      }),
      get waiting() {
        return queue.waiting;
      },
      dropped: queue.dropped,
      addLead(fields) {
        const key = identifierKey(fields[workspace.identifier.apiName], workspace);
        if (key === undefined || store.byKey(key)) throw new Error('The identifier is missing or taken');
        return store.view(store.create(key, { ...fields }));
      },
      addAction(leadId, { type, ...body }) {
        const row = store.rows.get(leadId);
        if (row === undefined) throw new Error(`There is no lead ${leadId}`);
        return toTimelineAction(store.addAction(row, type, body));
      },
    },
    handlers: {
      ...createLeadHandlers(context, { store, workspace }),
      ...createSearchHandlers({
        store,
        workspace,
        showsIds: options.searchShowsIds ?? true,
        isListed: context.isListed,
        listedPhone: context.listedPhone,
      }),
      ...createActionHandlers(context, { store, workspace }),
      ...queue.handlers,
    },
    statuses: { 'teamMembers.create': 201 },
    authorize: (call) => (isAllowed(call) ? undefined : notAuthorized(call.params.enterpriseId ?? '')),
    refuse,
    reset() {
      for (const part of [store, queue]) part.reset();
    },
  };
}

export const telecrm: ProviderDefinition<TelecrmApi, TelecrmState, TelecrmOptions, 'telecrmAsync'> = {
  api,
  moreUrls: { telecrmAsync: api.operations['leads.upsertAsync'].server },
  options: {
    syncTokens: true,
    asyncTokens: true,
    enterpriseIds: true,
    defaultCountry: true,
    identifier: true,
    customFields: true,
    customActions: true,
    statuses: true,
    assignees: true,
    asyncDelayMs: true,
    asyncPerHour: true,
    searchShowsIds: true,
    utcOffsetMinutes: true,
  },
  create: createTelecrmProvider,
};
