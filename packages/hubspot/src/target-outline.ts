import { accountPlaceOf, type Runner, type TargetOutline } from '@leadwire/core/provider';

/** What is known of the target before its code is loaded. */
export const outlineOf = (core: Runner): TargetOutline => ({
  account: accountPlaceOf(core),
  effect: 'unguarded',
  can: ['update', 'find', 'undo'],
});
