import { api, type LeadRotation, type LeadSource, type PulsecrmApi, type Team } from '@leadwire/generated-pulsecrm';
import type { Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import type { Collection } from '../framework/state/collection.ts';
import { createResource } from '../framework/state/resource.ts';
import { LeadRotations, type RotationDraft } from './lead-rotations.ts';
import { type LeadSourceDraft, LeadSources } from './lead-sources.ts';
import { LeadStore } from './lead-store.ts';
import type { ShownLead } from './lead-view.ts';
import { createLeads } from './leads.ts';
import type { PulsecrmOptions } from './options.ts';
import { createSessions } from './sessions.ts';
import { type TeamDraft, Teams } from './teams.ts';
import { createWorld, type Handlers, notFound, refuse } from './world.ts';

export type { PulsecrmOptions };

/** What a test sees and may do as `simulators.pulsecrm`. Collections are live, and empty at the start. */
export interface PulsecrmState {
  readonly leads: Collection<number, ShownLead>;
  readonly teams: Collection<number, Team>;
  readonly leadSources: Collection<number, LeadSource>;
  readonly leadRotations: Collection<number, LeadRotation>;
  addTeam(team: TeamDraft): Team;
  addLeadSource(source: LeadSourceDraft): LeadSource;
  addRotation(rotation: RotationDraft): LeadRotation;
  /** Ends every token of a login; the next call with one gets a 401. */
  expireTokens(): void;
  /** Whether only tokens of a login are accepted. */
  loginOnly: boolean;
}

function createPulsecrmProvider(
  context: SimulatorContext,
  options: PulsecrmOptions = {},
): Provider<PulsecrmApi, PulsecrmState> {
  const world = createWorld(context, options);
  const sessions = createSessions(world);
  const teams = new Teams(world);
  const leadSources = new LeadSources(world);
  const leadRotations = new LeadRotations(world, teams);
  const store = new LeadStore();
  const leads = createLeads(world, { store, sessions, teams, leadSources, leadRotations });
  const apiKeys = createResource(context, {
    operations: 'apiKeys',
    name: 'apiKey',
    notFound: () => notFound('API key'),
    defaults: { expiresAt: null, permissions: [] },
  });
  const areas = [apiKeys, sessions, teams, leadSources, leadRotations, leads];

  const state: PulsecrmState = {
    leads: store.collection,
    teams: teams.collection,
    leadSources: leadSources.collection,
    leadRotations: leadRotations.collection,
    addTeam: (team) => teams.add(team),
    addLeadSource: (source) => leadSources.add(source),
    addRotation: (rotation) => leadRotations.add(rotation),
    expireTokens: sessions.expireTokens,
    get loginOnly() {
      return sessions.loginOnly;
    },
    set loginOnly(only) {
      sessions.loginOnly = only;
    },
  };

  return {
    state,
    handlers: Object.assign({}, ...areas.map(({ handlers }) => handlers)) as Handlers,
    authorize: sessions.authorize,
    refuse,
    reset() {
      for (const area of areas) area.reset();
    },
  };
}

export const pulsecrm: ProviderDefinition<PulsecrmApi, PulsecrmState, PulsecrmOptions> = {
  api,
  options: {
    accounts: true,
    logins: true,
    loginOnly: true,
  },
  create: createPulsecrmProvider,
};
