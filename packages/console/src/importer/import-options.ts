import { destinationNamed, type ImportOptions, type Registry } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import type { DestinationChoice } from '../api/destination.ts';
import { type BaseUrls, toDestinationValues } from './destination-views.ts';
import type { Session } from './session-store.ts';

const CONCURRENCY = 50;
const MOST_RATE = 1000;

export interface SendingDefaults {
  readonly registry: Registry;
  readonly baseUrls?: BaseUrls | undefined;
  /** Most requests a second; the limit of the provider where it is left out. */
  readonly rate?: number | 'off' | undefined;
}

/**
 * The options of an import that the page's choices come to.
 * @throws Fault where there is no such destination, or an option of it is not valid
 */
export function toImportOptions(
  { read, edits }: Pick<Session, 'read' | 'edits'>,
  destination: DestinationChoice,
  defaults: SendingDefaults,
): ImportOptions {
  const { to, account, onExisting, checkExisting } = destination;
  const options = toDestinationValues(destinationNamed(defaults.registry, to).options, destination.options);
  const { rate = defaults.rate, baseUrl = defaults.baseUrls?.[to] } = destination;
  if (typeof rate === 'number' && !(rate > 0 && rate <= MOST_RATE))
    throw new Fault(`Most requests a second must be above 0 and at most ${MOST_RATE}.`, {
      hints: ['It is under Destination, More.'],
    });
  const sent = { to, account, onExisting, checkExisting, rate, baseUrl, concurrency: CONCURRENCY };
  return { ...read, ...sent, options, edits: new Map(edits) };
}
