import { isLeadwireError, type LeadTarget, type SharedLimiter } from '@leadwire/core';
import { clientOptions, createUndiciFetch, type UndiciFetch } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { type QueuedDestination, queuedDestinations } from '@leadwire/queue';
import { openDestination } from '../../destinations.ts';
import type { Io } from '../../io.ts';
import type { QueueDestination } from '../../queue-options.ts';

export interface OpenTargetsOptions {
  readonly queue: { readonly connectionString: string; readonly schema?: string | undefined };
  readonly limits: false | SharedLimiter;
  readonly concurrency: number;
  readonly io: Io;
}

/** The targets that this worker can send to. */
export interface OpenedTargets {
  readonly targets: Readonly<Record<string, LeadTarget>>;
  /** Why a destination of the queue cannot be opened here, by the name of its target. */
  readonly missing: ReadonlyMap<string, string>;
  readonly fetch: UndiciFetch;
}

/** Opens every destination that something was enqueued to, with the credentials of this worker's environment. */
export async function openTargets(
  known: readonly QueuedDestination[],
  options: OpenTargetsOptions,
): Promise<OpenedTargets> {
  const { concurrency, io, limits } = options;
  const fetch = createUndiciFetch({ connections: concurrency, env: io.env });
  const targets: Record<string, LeadTarget> = {};
  const missing = new Map<string, string>();
  for (const { destination, target } of known) {
    const { account, allowInsecureHttp, baseUrl, country, options: where, to } = destination as QueueDestination;
    const client = { ...clientOptions({ baseUrl, allowInsecureHttp, country }), account, fetch, limits };
    try {
      const opened = await openDestination(to, { options: where, client, env: io.env, dry: false });
      targets[target] = opened.target;
    } catch (error) {
      if (!(error instanceof Fault || isLeadwireError(error))) throw error;
      missing.set(target, error.message);
    }
  }
  return { targets, missing, fetch };
}

/** The destinations of the queue, and a text that changes with them. */
export async function readDestinations(
  queue: OpenTargetsOptions['queue'],
): Promise<{ readonly known: readonly QueuedDestination[]; readonly mark: string }> {
  const known = await queuedDestinations(queue);
  return { known, mark: JSON.stringify(known) };
}
