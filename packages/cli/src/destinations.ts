import type { ClientCheck, ClientOptions, LeadTarget } from '@leadwire/core';
import { type CredentialSet, readCredentials } from './credentials.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { Fault } from './output/fault.ts';

// The one file of the command that names providers: a new one is an entry in DESTINATIONS, and its flags in DESTINATION_FLAGS.

/** What the flags of a destination hold. */
export interface DestinationOptions {
  readonly listId?: string | undefined;
  readonly campaignId?: number | undefined;
  readonly teamId?: number | undefined;
  readonly leadSourceId?: number | undefined;
  readonly skipTeamAndSource?: boolean | undefined;
}

interface DestinationFlag {
  /** As the help shows it. */
  readonly flag: string;
  readonly owner: DestinationName;
  readonly text: string;
  readonly value: 'uuid' | 'number' | 'none';
  /** What a program calls it, as messages of the packages below do. */
  readonly programNames: readonly string[];
}

export const DESTINATION_FLAGS: Readonly<Record<keyof DestinationOptions, DestinationFlag>> = {
  listId: {
    flag: '--list-id <id>',
    owner: 'topcalls',
    text: 'topcalls: the list that leads join',
    value: 'uuid',
    programNames: ['listId', 'list_id'],
  },
  campaignId: {
    flag: '--campaign-id <id>',
    owner: 'autocalls',
    text: 'autocalls: the campaign that calls the leads',
    value: 'number',
    programNames: ['campaignId', 'campaign_id'],
  },
  teamId: {
    flag: '--team-id <id>',
    owner: 'pulsecrm',
    text: 'pulsecrm: the team that gets the leads',
    value: 'number',
    programNames: ['teamId'],
  },
  leadSourceId: {
    flag: '--lead-source-id <id>',
    owner: 'pulsecrm',
    text: 'pulsecrm: the source that the leads are counted to',
    value: 'number',
    programNames: ['leadSourceId'],
  },
  skipTeamAndSource: {
    flag: '--skip-team-and-source',
    owner: 'pulsecrm',
    text: 'pulsecrm: send without a team and a source',
    value: 'none',
    programNames: ['skipTeamAndSourceRequirement'],
  },
};

type Client = Pick<ClientOptions, 'baseUrl' | 'fetch' | 'defaultCountry' | 'limits' | 'allowInsecureHttp' | 'account'>;

/** What a destination is opened with. */
interface OpenContext {
  readonly client: Client;
  /** Credentials by the name of their environment variable. */
  readonly secret: (variable: string) => string;
  readonly has: (variable: string) => boolean;
  readonly options: DestinationOptions;
}

/** What a provider's client and its target are, opened for one destination. */
export interface OpenedDestination {
  readonly client: object;
  /** What the provider tells of the list, campaign or team that was named; undefined where its API has no such call. */
  readonly describePlace?: (() => Promise<PlaceState | undefined>) | undefined;
  readonly target: LeadTarget;
}

/** The list, campaign or team that was named, as the provider has it. */
export interface PlaceState {
  /** `campaign "May" is running`. */
  readonly text: string;
  readonly isActive: boolean;
  /** When the provider calls, in words. */
  readonly hours?: string | undefined;
}

interface Destination {
  readonly credentials: CredentialSet;
  /** Flags without which it cannot be opened, with a value that stands in where nothing is sent. */
  readonly needs: Partial<Record<keyof DestinationOptions, { readonly meaning: string; readonly standIn: unknown }>>;
  /** The provider starts to call a lead as soon as it has it. */
  readonly callsAtOnce: boolean;
  /** Loads the provider's package: only the one that is asked for. */
  readonly open: (context: OpenContext) => Promise<OpenedDestination>;
}

export const DESTINATION_NAMES = ['topcalls', 'autocalls', 'telecrm', 'telecrm-async', 'pulsecrm', 'hubspot'] as const;
export type DestinationName = (typeof DESTINATION_NAMES)[number];

const TELECRM_ENTERPRISE = {
  variable: 'TELECRM_ENTERPRISE_ID',
  where: 'The telecrm dashboard shows the enterprise id under Settings → Website and API.',
} as const;

export const DESTINATIONS: Readonly<Record<DestinationName, Destination>> = {
  topcalls: {
    credentials: {
      ids: [],
      secrets: [
        [
          {
            variable: 'TOPCALLS_API_KEY',
            where: 'The TopCalls dashboard makes keys under account settings; it needs the scope leads:write.',
          },
        ],
      ],
    },
    needs: { listId: { meaning: 'the list that leads join', standIn: '00000000-0000-4000-8000-000000000000' } },
    callsAtOnce: true,
    async open({ client, secret, options: { listId = '' } }) {
      const { createTopcalls } = await import('@leadwire/topcalls');
      const topcalls = createTopcalls({ ...client, apiKey: secret('TOPCALLS_API_KEY') });
      return { client: topcalls, target: topcalls.target({ listId }) };
    },
  },
  autocalls: {
    credentials: {
      ids: [],
      secrets: [
        [
          {
            variable: 'AUTOCALLS_API_KEY',
            where: 'The Autocalls dashboard makes keys on its page "API Keys", and shows each once.',
          },
        ],
      ],
    },
    needs: { campaignId: { meaning: 'the campaign that calls the leads', standIn: 1 } },
    callsAtOnce: true,
    async open({ client, secret, options: { campaignId = 0 } }) {
      const { createAutocalls } = await import('@leadwire/autocalls');
      const autocalls = createAutocalls({ ...client, apiKey: secret('AUTOCALLS_API_KEY') });
      const describePlace = async (): Promise<PlaceState> =>
        describeCampaign((await autocalls.campaigns.get(campaignId)).data);
      return { client: autocalls, target: autocalls.target({ campaignId }), describePlace };
    },
  },
  telecrm: {
    credentials: {
      ids: [TELECRM_ENTERPRISE],
      secrets: [
        [
          {
            variable: 'TELECRM_SYNC_TOKEN',
            where:
              'The telecrm dashboard makes tokens of type Sync under Settings → Website and API; a token of type Async does not work here.',
          },
        ],
      ],
    },
    needs: {},
    callsAtOnce: false,
    async open({ client, secret }) {
      const { createTelecrm } = await import('@leadwire/telecrm');
      const enterpriseId = secret('TELECRM_ENTERPRISE_ID');
      const telecrm = createTelecrm({ ...client, enterpriseId, syncToken: secret('TELECRM_SYNC_TOKEN') });
      return { client: telecrm, target: telecrm.target({ mode: 'sync' }) };
    },
  },
  'telecrm-async': {
    credentials: {
      ids: [TELECRM_ENTERPRISE],
      secrets: [
        [
          {
            variable: 'TELECRM_ASYNC_TOKEN',
            where:
              'The telecrm dashboard makes tokens of type Async under Settings → Website and API; a token of type Sync does not work here.',
          },
        ],
      ],
    },
    needs: {},
    callsAtOnce: false,
    async open({ client: { baseUrl, ...client }, secret }) {
      const { createTelecrm } = await import('@leadwire/telecrm');
      const telecrm = createTelecrm({
        ...client,
        enterpriseId: secret('TELECRM_ENTERPRISE_ID'),
        asyncToken: secret('TELECRM_ASYNC_TOKEN'),
        ...(baseUrl !== undefined && { baseUrl, asyncBaseUrl: baseUrl }),
      });
      return { client: telecrm, target: telecrm.target({ mode: 'async' }) };
    },
  },
  pulsecrm: {
    credentials: {
      ids: [
        {
          variable: 'PULSECRM_ACCOUNT_ID',
          where: 'Pulse CRM tells it when you log in: primaryAccount.accountId of POST /auth/login, or GET /accounts.',
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
    needs: {},
    callsAtOnce: false,
    async open({ client, secret, has, options: { teamId, leadSourceId, skipTeamAndSource } }) {
      const { createPulsecrm } = await import('@leadwire/pulsecrm');
      const entry = has('PULSECRM_TOKEN')
        ? { token: secret('PULSECRM_TOKEN') }
        : { apiKey: secret('PULSECRM_API_KEY'), apiSecret: secret('PULSECRM_API_SECRET') };
      const pulsecrm = createPulsecrm({ ...client, accountId: secret('PULSECRM_ACCOUNT_ID'), ...entry });
      const where = { teamId, leadSourceId, skipTeamAndSourceRequirement: skipTeamAndSource };
      const describePlace = async (): Promise<PlaceState | undefined> =>
        teamId === undefined ? undefined : describeTeam(await pulsecrm.teams.get(teamId));
      return { client: pulsecrm, target: pulsecrm.target(where), describePlace };
    },
  },
  hubspot: {
    credentials: {
      ids: [],
      secrets: [
        [
          {
            variable: 'HUBSPOT_ACCESS_TOKEN',
            where: 'HubSpot shows the access token of a private app in its settings (experimental).',
          },
        ],
      ],
    },
    needs: {},
    callsAtOnce: false,
    async open({ client, secret }) {
      const { createHubspot } = await import('@leadwire/hubspot');
      const hubspot = createHubspot({ ...client, accessToken: secret('HUBSPOT_ACCESS_TOKEN') });
      return { client: hubspot, target: hubspot.target() };
    },
  },
};

/** Whether credentials, address and clocks are right, by one call that changes nothing. */
export const checkClient = async (
  { client }: OpenedDestination,
  signal: AbortSignal,
): Promise<ClientCheck | undefined> =>
  (client as { check?: (options: { signal: AbortSignal }) => Promise<ClientCheck> }).check?.({ signal });

/** Where leads go must be said. */
export function requireDestination(to: DestinationName | undefined): asserts to is DestinationName {
  if (to === undefined) {
    throw new Fault('--to is missing.', { hints: [`Say where the leads go: --to ${DESTINATION_NAMES.join(' | ')}`] });
  }
}

/** The flag without its value: `--list-id`. */
export const bareFlag = (name: keyof DestinationOptions): string => DESTINATION_FLAGS[name].flag.split(' ')[0] ?? '';

/** A flag of another destination would have no effect: the run is refused. */
export function refuseForeignFlags(to: DestinationName | undefined, options: DestinationOptions): void {
  for (const name of Object.keys(DESTINATION_FLAGS) as (keyof DestinationOptions)[]) {
    const { owner } = DESTINATION_FLAGS[name];
    if (options[name] === undefined || owner === to) continue;
    const flag = bareFlag(name);
    throw to === undefined
      ? new Fault(`${flag} has no effect without --to.`, { hints: [`Add --to ${owner}.`] })
      : new Fault(`${flag} is a flag of ${owner}, but the leads go to ${to}.`, {
          hints: [`Leave it out, or use --to ${owner}.`],
        });
  }
}

export interface OpenDestinationOptions {
  readonly options: DestinationOptions;
  readonly client: Client;
  readonly env: Io['env'];
  /** Nothing is sent: credentials and ids that are missing are made up. */
  readonly dry: boolean;
}

/** Opens the destination of that name; throws a `Fault` that says which flag or variable is missing. */
export async function openDestination(
  name: DestinationName,
  { options, client, env, dry }: OpenDestinationOptions,
): Promise<OpenedDestination & { readonly credential: string }> {
  refuseForeignFlags(name, options);
  const { credentials, needs, open } = DESTINATIONS[name];
  const filled: Record<string, unknown> = { ...options };
  for (const [needed, need] of Object.entries(needs)) {
    if (filled[needed] === undefined && dry) filled[needed] = need.standIn;
    if (filled[needed] !== undefined) continue;
    const { flag } = DESTINATION_FLAGS[needed as keyof DestinationOptions];
    throw new Fault(`--to ${name} needs ${flag.replace(/<(\w+)>/, (_, word: string) => word.toUpperCase())}.`, {
      hints: [`It is ${need.meaning}; the dashboard shows its id.`],
      exitCode: EXIT.usage,
    });
  }
  const values = readCredentials(env, credentials, dry ? 'dry-run' : undefined);
  const opened = await open({
    client,
    options: filled,
    secret: (variable) => values.get(variable) ?? '',
    has: (variable) => values.has(variable),
  });
  const secrets = credentials.secrets.flat().flatMap(({ variable }) => values.get(variable) ?? []);
  return { ...opened, credential: secrets.join('\n') };
}

/** The destination's flags among the options of a command. */
export function destinationOptions({
  listId,
  campaignId,
  teamId,
  leadSourceId,
  skipTeamAndSource,
}: DestinationOptions): DestinationOptions {
  return { listId, campaignId, teamId, leadSourceId, skipTeamAndSource };
}

interface CampaignState {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly timezone?: string | null;
  readonly schedule_windows?: readonly { readonly start?: string; readonly end?: string }[] | null;
  readonly allowed_days?: readonly string[] | null;
}

function describeCampaign({ id, name, status, timezone, schedule_windows, allowed_days }: CampaignState): PlaceState {
  const windows = (schedule_windows ?? []).map(({ start, end }) => `${start ?? ''} to ${end ?? ''}`);
  const hours = [windows.join(', '), timezone ?? '', (allowed_days ?? []).join(', ')].filter((text) => text !== '');
  return {
    text: `campaign ${id} "${name}" is ${status}`,
    isActive: /^(active|running|started|in[-_ ]?progress)$/i.test(status),
    hours: hours.length === 0 ? undefined : hours.join('; '),
  };
}

interface TeamState {
  readonly id?: number | null;
  readonly name?: string | null;
  readonly active?: boolean | null;
}

const describeTeam = ({ id, name, active }: TeamState): PlaceState => ({
  text: `team ${id ?? ''} "${name ?? ''}" is ${active === false ? 'switched off' : 'active'}`,
  isActive: active !== false,
});
