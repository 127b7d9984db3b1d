import {
  type DestinationName,
  type DestinationOptions,
  destinationOptions,
  openDestination,
  refuseForeignFlags,
} from '../../destinations.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { type ConnectionOptions, clientOptions } from '../client-options.ts';
import type { CheckOptions } from './check-file.ts';
import { checkFile } from './check-file.ts';

export type DryRunOptions = CheckOptions &
  ConnectionOptions &
  DestinationOptions & { readonly to?: DestinationName | undefined };

/** `check` with the rules of a destination; needs no credentials. */
export async function dryRun(file: string, options: DryRunOptions, io: Io): Promise<ExitCode> {
  if (options.to === undefined) {
    refuseForeignFlags(undefined, options);
    return checkFile(file, options, io);
  }
  const { target } = await openDestination(options.to, {
    options: destinationOptions(options),
    client: clientOptions(options),
    env: io.env,
    dry: true,
  });
  return checkFile(file, { ...options, target }, io);
}
