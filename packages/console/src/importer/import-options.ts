import type { DestinationChoice } from '@leadwire/console';
import type { DestinationOptions } from '../../destinations.ts';
import type { ImportOptions } from '../import/open-import.ts';
import { type BaseUrls, destinationNamed, toDestinationOptions } from './destination-views.ts';
import type { Session } from './session-store.ts';

const CONCURRENCY = 50;

export interface SendingDefaults {
  readonly baseUrls?: BaseUrls | undefined;
  /** Most requests a second; the limit of the provider where it is left out. */
  readonly rate?: number | 'off' | undefined;
}

/**
 * The options of `leadwire import` that the page's choices come to.
 * @throws Fault where there is no such destination, or an option of it is not valid
 */
export function toImportOptions(
  { read, edits }: Pick<Session, 'read' | 'edits'>,
  destination: DestinationChoice,
  defaults: SendingDefaults,
): ImportOptions & { readonly options: DestinationOptions } {
  const to = destinationNamed(destination.to);
  const options = toDestinationOptions(to, destination.options);
  const { account, onExisting, checkExisting, rate = defaults.rate, baseUrl = defaults.baseUrls?.[to] } = destination;
  const sent = { to, account, onExisting, checkExisting, rate, baseUrl, concurrency: CONCURRENCY, yes: true };
  return { ...read, ...options, ...sent, options, edits: new Map(edits) };
}
