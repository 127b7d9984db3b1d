import { misconfigured, placeOf, type Runner, requireKnown, type TargetOutline } from '@leadwire/core/provider';

/** Where leads go. */
export interface AutocallsTargetOptions {
  /**
   * The campaign that takes the leads. What that sets going depends on it: a running call campaign rings each of them, a running WhatsApp or SMS campaign
   * sends each of them a message. `autocalls.campaigns.get(campaignId)` tells its channel, hours and state.
   */
  readonly campaignId: number;
}

/** What is known of the target before its code is loaded. */
export function outlineOf(core: Runner, options: Partial<AutocallsTargetOptions> = {}): TargetOutline {
  requireKnown('autocalls.target', options, { campaignId: true });
  const { campaignId } = options;
  if (campaignId === undefined || !Number.isSafeInteger(campaignId)) {
    throw misconfigured('autocalls', {
      option: 'campaignId',
      message: 'must be a whole number',
      hint: 'Pass campaignId: autocalls.campaigns.list() shows the id of each campaign.',
    });
  }
  return { account: placeOf(core, campaignId), effect: 'dup-flag', can: ['update', 'undo'] };
}
