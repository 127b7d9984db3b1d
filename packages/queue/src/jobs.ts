import { type LeadTarget, LeadwireError } from '@leadwire/core';
import type { JobInsert, PgBoss } from 'pg-boss';

/** What one job holds: no personal data, only keys of ledger rows. */
export interface LeadsJob {
  /** The import, or undefined for leads that were accepted one by one. */
  readonly importId?: string | undefined;
  /** Name of the target. */
  readonly target: string;
  readonly keys: readonly string[];
  /** See `createLeadwire`. */
  readonly onExisting?: 'keep' | 'update' | undefined;
  /** How often these leads were left open so far: the provider was down, or a look-up failed. */
  readonly round?: number | undefined;
}

/** Batches of imports. */
export const LEADS = 'leads';
/** Leads that were accepted one by one: workers keep places for them, so that no import is before them. */
export const SINGLE = 'leads-single';
/** Batches that broke their workers; they are split down to the lead that does. */
export const POISON = 'leads-poison';

/** Leads that were accepted one by one have no import. */
export const queueOf = ({ importId }: Pick<LeadsJob, 'importId'>): typeof LEADS | typeof SINGLE =>
  importId === undefined ? SINGLE : LEADS;

/** A worker that is gone is noticed when its heartbeat is missing for this long; pg-boss takes no less. */
const HEARTBEAT_SECONDS = 10;
/** pg-boss deletes what waited longer. A million leads at one a second take 12 days, and several imports may wait for each other. */
const RETENTION_SECONDS = 2 * 365 * 86_400;

const SETTINGS = {
  retryLimit: 20,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  retentionSeconds: RETENTION_SECONDS,
  deleteAfterSeconds: 86_400,
  expireInSeconds: 23 * 3_600, // a lost worker is noticed by its heartbeat; a slow rate is no reason to take a job away
} as const;

/** Makes the queues, and sees that pg-boss keeps jobs long enough, whoever made them. */
export async function prepareQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(POISON, { ...SETTINGS, heartbeatSeconds: HEARTBEAT_SECONDS });
  for (const name of [LEADS, SINGLE])
    await boss.createQueue(name, { ...SETTINGS, heartbeatSeconds: HEARTBEAT_SECONDS, deadLetter: POISON });
  for (const name of [LEADS, SINGLE, POISON]) await checkRetention(boss, name);
}

async function checkRetention(boss: PgBoss, name: string): Promise<void> {
  const isShort = async (): Promise<boolean> =>
    ((await boss.getQueue(name))?.retentionSeconds ?? 0) < SETTINGS.retentionSeconds;
  if (!(await isShort())) return;
  const { retryDelayMax: _, ...settings } = SETTINGS;
  await boss.updateQueue(name, settings);
  if (!(await isShort())) return;
  throw new LeadwireError('misconfigured', `The queue ${name} deletes jobs that wait for long`, {
    code: 'retention',
    hint: `Set retentionSeconds of the queue ${name} to ${SETTINGS.retentionSeconds} in pg-boss.`,
  });
}

/** Jobs of one account share its rate: a worker gives no account all of its places. */
const groupOf = ({ provider, account }: LeadTarget): { readonly id: string } => ({
  id: `${provider}:${account}`,
});

export const toJob = (
  target: LeadTarget,
  data: LeadsJob,
  more: Partial<JobInsert<LeadsJob>> = {},
): JobInsert<LeadsJob> => ({ data, group: groupOf(target), ...more });

export const unknownTarget = (target: string): LeadwireError =>
  new LeadwireError('misconfigured', `startWorker: there is no target ${target}`, {
    hint: 'Give every worker all targets that imports are enqueued to.',
  });
