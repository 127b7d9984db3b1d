import { api, type LeadRotation, type LeadSource, type PulsecrmApi, type Team } from '@leadwire/generated-pulsecrm';
import type { Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { createApiKeys, type ShownKey } from './api-keys.ts';
import { createLeadRotations, type LeadRotations } from './lead-rotations.ts';
import { createLeadSources, type LeadSources } from './lead-sources.ts';
import { createLeadStore, type LeadRow } from './lead-store.ts';
import { leadView, type ShownLead } from './lead-view.ts';
import { createLeads } from './leads.ts';
import type { PulsecrmOptions } from './options.ts';
import { refuse } from './refuse.ts';
import { createSessions } from './sessions.ts';
import { createTeams, type Teams } from './teams.ts';
import { createWorld, type Handlers } from './world.ts';

export type { PulsecrmOptions };

/** What a test sees and may do as `simulators.pulsecrm`. Collections are live, and empty at the start. */
export interface PulsecrmState {
  readonly leads: Collection<number, ShownLead>;
  readonly teams: Collection<number, Team>;
  readonly leadSources: Collection<number, LeadSource>;
  readonly leadRotations: Collection<number, LeadRotation>;
  readonly apiKeys: Collection<number, ShownKey>;
  readonly addTeam: Teams['add'];
  readonly addLeadSource: LeadSources['add'];
  readonly addRotation: LeadRotations['add'];
  /** Ends every token that a login gave; the next call with one is answered with 401. */
  expireTokens(): void;
  /** Whether only tokens of a login are taken. */
  loginOnly: boolean;
}

/** Words that the spec lists, for the operations that answer from their schema. */
const EXAMPLES = {
  priority: 'required',
  'requirements.create:status': 'pending',
  'requirements.get:status': 'pending',
  'requirements.get:type': 'question',
  'requirements.update:status': 'approved',
  'requirements.update:type': 'question',
  'ticketRotations.list:data[].status': 'active',
  'ticketRotations.nextUser:rotation.status': 'active',
  'ticketRotations.replace:status': 'active',
  'ticketRotations.update:status': 'active',
};

function createPulsecrmProvider(
  context: SimulatorContext,
  options: PulsecrmOptions = {},
): Provider<PulsecrmApi, PulsecrmState> {
  const world = createWorld(context, options);
  const { rows, collection } = createTable<number, LeadRow, ShownLead>(leadView);
  const apiKeys = createApiKeys(world);
  const sessions = createSessions(world, apiKeys);
  const teams = createTeams(world);
  const leadSources = createLeadSources(world);
  const leadRotations = createLeadRotations(world, teams);
  const store = createLeadStore(rows);
  const leads = createLeads(world, { store, sessions, teams, leadSources, leadRotations });
  const areas = [apiKeys, sessions, teams, leadSources, leadRotations, leads];

  const state: PulsecrmState = {
    leads: collection,
    teams: teams.collection,
    leadSources: leadSources.collection,
    leadRotations: leadRotations.collection,
    apiKeys: apiKeys.collection,
    addTeam: teams.add,
    addLeadSource: leadSources.add,
    addRotation: leadRotations.add,
    expireTokens: sessions.expireTokens,
    get loginOnly() {
      return sessions.loginOnly;
    },
    set loginOnly(only) {
      sessions.loginOnly = only;
    },
  };

  const handlers: Handlers = {};
  for (const area of areas) Object.assign(handlers, area.handlers);

  return {
    state,
    handlers,
    examples: EXAMPLES,
    authorize: sessions.authorize,
    refuse,
    reset() {
      for (const area of areas) area.reset();
    },
  };
}

export const pulsecrm: ProviderDefinition<PulsecrmApi, PulsecrmState, PulsecrmOptions> = {
  api,
  create: createPulsecrmProvider,
};
