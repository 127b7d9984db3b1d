import type { Destination, PlaceChoice, PlaceState } from '@leadwire/core/provider';

/** What the flags of a Pulse CRM destination hold. */
export interface PulsecrmDestinationOptions {
  readonly teamId?: number | undefined;
  readonly leadSourceId?: number | undefined;
  readonly skipTeamAndSource?: boolean | undefined;
}

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
          {
            variable: 'PULSECRM_API_KEY',
            where: 'Pulse CRM makes keys under Settings → API Keys, and shows the secret once.',
          },
          {
            variable: 'PULSECRM_API_SECRET',
            where: 'Pulse CRM makes keys under Settings → API Keys, and shows the secret once.',
          },
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

interface Named {
  readonly id?: number | null;
  readonly name?: string | null;
}

const toChoices = (found: readonly Named[]): PlaceChoice[] =>
  found.flatMap(({ id, name }) => (typeof id === 'number' ? [{ value: id, label: name || String(id) }] : []));

interface TeamState {
  readonly id?: number | null;
  readonly name?: string | null;
  readonly active?: boolean | null;
}

const describeTeam = ({ id, name, active }: TeamState): PlaceState => ({
  text: `team ${id ?? ''} "${name ?? ''}" is ${active === false ? 'switched off' : 'active'}`,
  isActive: active !== false,
});
