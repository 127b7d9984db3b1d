import { isLeadwireError } from '@leadwire/core';
import type { DestinationValues } from '@leadwire/importer';
import type { DestinationOptions } from '@leadwire/importer/registry';
import { bareFlag, type OpenedDestination } from '../../destinations.ts';
import { type Finding, finding } from './finding.ts';

/** Whether the named list, campaign or team exists and is active, as far as the provider tells. */
export async function placeFindings(opened: OpenedDestination, given: DestinationValues): Promise<Finding[]> {
  try {
    return await (opened.describePlace === undefined ? chosenFindings(opened, given) : placeFinding(opened));
  } catch (error) {
    if (!isLeadwireError(error)) throw error;
    if (error.kind === 'not-found')
      return [finding('place', 'failed', error.message, 'Check the id in the dashboard.')];
    return [finding('place', 'warning', error.message, error.hint)];
  }
}

async function placeFinding({ describePlace }: OpenedDestination): Promise<Finding[]> {
  const place = await describePlace?.();
  if (place === undefined) return [];
  const text = place.hours === undefined ? place.text : `${place.text}; it calls ${place.hours}`;
  const hint = 'Leads wait there until it is started in the dashboard.';
  return [finding('place', place.isActive ? 'ok' : 'warning', text, hint)];
}

/** An API that has no call for one list may still show lists on its leads; a list without leads is then not seen. */
async function chosenFindings({ choices = {} }: OpenedDestination, given: DestinationValues): Promise<Finding[]> {
  const named = Object.entries(choices).filter(([name]) => given[name] !== undefined);
  return Promise.all(
    named.map(async ([name, read]) => {
      const value = String(given[name]);
      const isSeen = (await read()).some((choice) => String(choice.value) === value);
      const place = `${bareFlag(name as keyof DestinationOptions)} ${value}`;
      return isSeen
        ? finding('place', 'ok', `${place}: seen on leads of the account`)
        : finding(
            'place',
            'warning',
            `${place}: not verified, as the API has no call for it and no recent lead shows it`,
            'Compare the id with the dashboard.',
          );
    }),
  );
}
