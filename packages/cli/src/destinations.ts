import type { ClientOptions, LeadTarget } from '@leadwire/core';
import { credential, PLACES, pulsecrmEntry } from './credentials.ts';
import type { Io } from './io.ts';
import { Fault } from './output/fault.ts';

export const TARGET_NAMES = ['topcalls', 'autocalls', 'telecrm', 'telecrm-async', 'pulsecrm'] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/** What each destination must be told. */
export interface TargetOptions {
  readonly listId?: string | undefined;
  readonly campaignId?: number | undefined;
  readonly teamId?: number | undefined;
  readonly leadSourceId?: number | undefined;
  readonly skipTeamAndSource?: boolean | undefined;
}

const OWNERS = {
  listId: ['--list-id', 'topcalls'],
  campaignId: ['--campaign-id', 'autocalls'],
  teamId: ['--team-id', 'pulsecrm'],
  leadSourceId: ['--lead-source-id', 'pulsecrm'],
  skipTeamAndSource: ['--skip-team-and-source', 'pulsecrm'],
} as const satisfies Record<keyof TargetOptions, readonly [flag: string, owner: TargetName]>;

/** Where leads go must be said. */
export function requireTarget(to: TargetName | undefined): void {
  if (to === undefined)
    throw new Fault('--to is missing.', { hints: [`It says where leads go: --to ${TARGET_NAMES.join(' | ')}`] });
}

/** A flag of another destination would be dropped in silence. */
export function refuseForeignFlags(to: TargetName | undefined, options: TargetOptions): void {
  for (const name of Object.keys(OWNERS) as (keyof TargetOptions)[]) {
    const [flag, owner] = OWNERS[name];
    if (options[name] === undefined || owner === to) continue;
    throw to === undefined
      ? new Fault(`${flag} says nothing without --to.`, { hints: [`Add --to ${owner}.`] })
      : new Fault(`${flag} is for ${owner}, and leads go to ${to}.`, {
          hints: [`Leave it out, or give --to ${owner}.`],
        });
  }
}

export interface OpenTargetOptions extends TargetOptions {
  readonly client: Pick<ClientOptions, 'baseUrl' | 'fetch' | 'defaultCountry' | 'limits' | 'allowInsecureHttp'>;
  readonly env: Io['env'];
  /** Nothing is sent: what is missing is made up. */
  readonly dry: boolean;
}

/** The destination of that name. A provider's code is loaded when it is asked for. */
export async function openTarget(name: TargetName, options: OpenTargetOptions): Promise<LeadTarget> {
  refuseForeignFlags(name, options);
  const { client, env, dry } = options;
  const standIn = dry ? 'dry-run' : undefined;
  switch (name) {
    case 'topcalls': {
      const listId = required(
        options.listId,
        dry ? NO_LIST : undefined,
        'topcalls',
        '--list-id ID',
        'the list that leads join',
      );
      const { createTopcalls } = await import('@leadwire/topcalls');
      return createTopcalls({ ...client, apiKey: credential(env, PLACES.topcallsKey, standIn) }).target({ listId });
    }
    case 'autocalls': {
      const campaignId = required(
        options.campaignId,
        dry ? 1 : undefined,
        'autocalls',
        '--campaign-id ID',
        'the campaign that calls the leads',
      );
      const { createAutocalls } = await import('@leadwire/autocalls');
      return createAutocalls({ ...client, apiKey: credential(env, PLACES.autocallsKey, standIn) }).target({
        campaignId,
      });
    }
    case 'telecrm': {
      const { createTelecrm } = await import('@leadwire/telecrm');
      const enterpriseId = credential(env, PLACES.telecrmEnterprise, standIn);
      const syncToken = credential(env, PLACES.telecrmSync, standIn);
      return createTelecrm({ ...client, enterpriseId, syncToken }).target({ mode: 'sync' });
    }
    case 'telecrm-async': {
      const { createTelecrm } = await import('@leadwire/telecrm');
      const enterpriseId = credential(env, PLACES.telecrmEnterprise, standIn);
      const asyncToken = credential(env, PLACES.telecrmAsync, standIn);
      const { baseUrl, ...common } = client;
      return createTelecrm({
        ...common,
        enterpriseId,
        asyncToken,
        ...(baseUrl !== undefined && { baseUrl, asyncBaseUrl: baseUrl }),
      }).target({ mode: 'async' });
    }
    case 'pulsecrm': {
      const { createPulsecrm } = await import('@leadwire/pulsecrm');
      const accountId = credential(env, PLACES.pulsecrmAccount, standIn);
      const entry = pulsecrmEntry(env, standIn);
      const { teamId, leadSourceId, skipTeamAndSource } = options;
      return createPulsecrm({ ...client, accountId, ...entry }).target({
        teamId,
        leadSourceId,
        skipTeamAndSourceRequirement: skipTeamAndSource,
      });
    }
    default:
      return name satisfies never;
  }
}

/** Stands in where nothing is sent. */
const NO_LIST = '00000000-0000-4000-8000-000000000000';

function required<Value>(
  given: Value | undefined,
  standIn: Value | undefined,
  target: TargetName,
  flag: string,
  meaning: string,
): Value {
  const value = given ?? standIn;
  if (value !== undefined) return value;
  throw new Fault(`--to ${target} needs ${flag}.`, { hints: [`It is ${meaning}; the dashboard shows its id.`] });
}
