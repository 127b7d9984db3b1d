import {
  accountPlaceOf,
  type OptionNames,
  type Runner,
  requireKnown,
  type TargetOutline,
} from '@leadwire/core/provider';

/** Where leads go. */
export interface PulsecrmTargetOptions {
  /** Needed when the account has teams. */
  readonly teamId?: number | undefined;
  /** Needed when the team has sources. */
  readonly leadSourceId?: number | undefined;
  /** Create leads without team and source. @default false */
  readonly skipTeamAndSourceRequirement?: boolean | undefined;
}

const OPTIONS: OptionNames<PulsecrmTargetOptions> = {
  teamId: true,
  leadSourceId: true,
  skipTeamAndSourceRequirement: true,
};

/** What is known of the target before its code is loaded. */
export function outlineOf(core: Runner, where: PulsecrmTargetOptions, accountId: string | undefined): TargetOutline {
  requireKnown('pulsecrm.target', where, OPTIONS);
  return {
    // Whatever the team: a person sent to a second one is there twice.
    account: accountPlaceOf(core, { account: accountId, option: 'accountId' }),
    effect: 'unguarded',
    can: ['update', 'find', 'undo'],
  };
}
