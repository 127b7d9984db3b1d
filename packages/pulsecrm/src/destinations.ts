import type { Destination, PlaceChoice, PlaceState } from '@leadwire/core/provider';
import type { LeadSource, Team } from '@leadwire/generated-pulsecrm';

/** What the flags of a Pulse CRM destination hold. */
export interface PulsecrmDestinationOptions {
  readonly teamId?: number | undefined;
  readonly leadSourceId?: number | undefined;
  readonly skipTeamAndSource?: boolean | undefined;
}

const WHERE_KEYS = 'Pulse CRM makes keys under Settings → API Keys, and shows the secret once.';

/** Ways for leads into Pulse CRM. */
export const destinations: { readonly pulsecrm: Destination<PulsecrmDestinationOptions> } = {
  pulsecrm: {
    credentials: {
      ids: [
        {
          variable: 'PULSECRM_ACCOUNT_ID',
          where: 'Pulse CRM tells it when you log in: primaryAccount.accountId of POST /auth/login, or GET /accounts.',
          standIn: '2311',
        },
      ],
      secrets: [
        [{ variable: 'PULSECRM_TOKEN', where: 'A session token works instead of a key and its secret.' }],
        [
          { variable: 'PULSECRM_API_KEY', where: WHERE_KEYS },
          { variable: 'PULSECRM_API_SECRET', where: WHERE_KEYS },
        ],
      ],
    },
    options: {
      teamId: {
        flag: '--team-id <id>',
        text: 'pulsecrm: the team that gets the leads',
        value: 'number',
        programNames: ['teamId'],
      },
      leadSourceId: {
        flag: '--lead-source-id <id>',
        text: 'pulsecrm: the source that the leads are counted to',
        value: 'number',
        programNames: ['leadSourceId'],
      },
      skipTeamAndSource: {
        flag: '--skip-team-and-source',
        text: 'pulsecrm: send without a team and a source',
        value: 'none',
        programNames: ['skipTeamAndSourceRequirement'],
        simulated: true,
      },
    },
    callsAtOnce: false,
    async open({ client, secret, has, options: { teamId, leadSourceId, skipTeamAndSource } }) {
      const { createPulsecrm } = await import('./client.ts');
      const entry = has('PULSECRM_TOKEN')
        ? { token: secret('PULSECRM_TOKEN') }
        : { apiKey: secret('PULSECRM_API_KEY'), apiSecret: secret('PULSECRM_API_SECRET') };
      const pulsecrm = createPulsecrm({ ...client, accountId: secret('PULSECRM_ACCOUNT_ID'), ...entry });
      const where = { teamId, leadSourceId, skipTeamAndSourceRequirement: skipTeamAndSource };
      const describePlace = async (): Promise<PlaceState | undefined> =>
        teamId === undefined ? undefined : describeTeam(await pulsecrm.teams.get(teamId));
      const choices = {
        teamId: async () => toChoices(await pulsecrm.teams.list().all()),
        leadSourceId: async () => toChoices(await pulsecrm.leadSources.list().all()),
      };
      return { client: pulsecrm, target: pulsecrm.target(where), describePlace, choices };
    },
  },
};

const toChoices = (found: readonly (Team | LeadSource)[]): PlaceChoice[] =>
  found.flatMap(({ id, name }) => (typeof id === 'number' ? [{ value: id, label: name || String(id) }] : []));

const describeTeam = ({ id, name, active }: Team): PlaceState => ({
  text: `team ${id ?? ''} "${name ?? ''}" is ${active === false ? 'switched off' : 'active'}`,
  isActive: active !== false,
});
