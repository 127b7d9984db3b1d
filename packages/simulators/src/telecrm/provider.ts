import { api, type TelecrmApi } from '@leadwire/generated-telecrm';
import type { Call, Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import { createActionHandlers } from './actions.ts';
import { createAsyncQueue, type DroppedLead } from './async-queue.ts';
import { notAuthorized, refuse } from './errors.ts';
import { identifierKey } from './field-value.ts';
import { createLeadStore, type LeadCollection, type LeadStore } from './lead-store.ts';
import { createLeadHandlers } from './leads.ts';
import type { TelecrmOptions } from './options.ts';
import { createSearchHandlers } from './search.ts';
import { createSettingsHandlers } from './settings.ts';
import { createWorkspace } from './workspace.ts';

export type { TelecrmOptions } from './options.ts';

/** What a test sees and may do as `simulators.telecrm`. Collections are live. */
export interface TelecrmState {
  readonly leads: LeadCollection;
  /** How many leads of the Async API are still to be applied. */
  readonly waiting: number;
  /** Leads that the Async API dropped without notice. */
  readonly dropped: readonly DroppedLead[];
  readonly addLead: LeadStore['add'];
  readonly addAction: LeadStore['addEntry'];
}

// assumption: the workspace's admin is shown as the performer of everything that the API does.
const PERFORMER = 'admin@example.com';

function createTelecrmProvider(context: SimulatorContext, options: TelecrmOptions): Provider<TelecrmApi, TelecrmState> {
  const { syncTokens, asyncTokens, enterpriseIds } = options;
  const makeWorkspace = () => createWorkspace(options, context.random);
  let settings = makeWorkspace();
  const workspace = () => settings;
  const store = createLeadStore(context, {
    keyOf: (value) => identifierKey(value, settings),
    identifier: () => settings.identifier.apiName,
    performer: PERFORMER,
  });
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
      leads: store.collection,
      get waiting() {
        return queue.waiting;
      },
      dropped: queue.dropped,
      addLead: store.add,
      addAction: store.addEntry,
    },
    handlers: {
      ...createLeadHandlers(context, { store, workspace }),
      ...createSearchHandlers({
        store,
        workspace,
        showsIds: options.searchShowsIds ?? true,
        isListed: context.isListed,
      }),
      ...createActionHandlers(context, { store, workspace }),
      ...queue.handlers,
      ...createSettingsHandlers(context, workspace),
    },
    statuses: { 'teamMembers.create': 201 },
    authorize: (call) => (isAllowed(call) ? undefined : notAuthorized(call.params.enterpriseId ?? '')),
    refuse,
    reset() {
      settings = makeWorkspace();
      for (const part of [store, queue]) part.reset();
    },
  };
}

export const telecrm: ProviderDefinition<TelecrmApi, TelecrmState, TelecrmOptions, 'telecrmAsync'> = {
  api,
  moreUrls: { telecrmAsync: api.operations['leads.upsertAsync'].server },
  create: createTelecrmProvider,
};
