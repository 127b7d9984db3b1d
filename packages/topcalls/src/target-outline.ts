import { misconfigured, placeOf, type Runner, requireKnown, type TargetOutline } from '@leadwire/core/provider';

/** Where leads go. */
export interface TopcallsTargetOptions {
  /** The list that leads join; the dashboard shows its id. */
  readonly listId: string;
}

/** The vendor's limit of one bulk import. */
const BULK_LIMIT = 2_000;

/** What is known of the target before its code is loaded. */
export function outlineOf(core: Runner, options: Partial<TopcallsTargetOptions> = {}): TargetOutline {
  requireKnown('topcalls.target', options, { listId: true });
  const { listId } = options;
  if (typeof listId !== 'string' || listId.trim() === '') {
    throw misconfigured('topcalls', {
      option: 'listId',
      hint: 'Pass listId: the dashboard shows the id of each list.',
    });
  }
  return {
    account: placeOf(core, listId),
    effect: 'natural-key',
    can: ['update', 'findCreated', 'undo'],
    bulk: {
      maxItems: BULK_LIMIT,
      // Repeated notes would be appended again.
      accepts: (lead) => lead.notes === undefined && lead.fields?.notes_append === undefined,
    },
  };
}
