import type { EnqueueMemory } from './memory.ts';
import type { ImportResult, ModelResult } from './model.ts';
import type { Overhead } from './overhead.ts';
import { type Calibration, LEADS, type Steady, WORKERS } from './scenario.ts';
import type { Load } from './server-load.ts';
import { CONCURRENCY, LATENCY_MS, type RealRun } from './throughput.ts';

export interface Figures {
  readonly machine: { readonly cores: number; readonly node: string; readonly postgres: string; readonly load: number };
  readonly overheads: readonly Overhead[];
  readonly limiter: { readonly slots: number; readonly load: Load };
  readonly run: RealRun;
  readonly memory: EnqueueMemory;
  readonly calibration: Calibration;
  readonly model: ModelResult;
  readonly steady: readonly (Steady & { readonly cores: number })[];
}

type Row = readonly (string | number)[];

const table = (head: readonly string[], rows: readonly Row[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const perLead = (seconds: number, leads: number): string => ((seconds / leads) * 1_000).toFixed(2);

function duration(seconds: number | undefined): string {
  if (seconds === undefined) return 'not finished';
  if (seconds < 90) return `${seconds.toFixed(1)} s`;
  return seconds < 7_200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

const costRow = (name: string, leads: number, load: Load): Row => [
  name,
  perLead(load.cpuSeconds, leads),
  perLead(load.serverCpuSeconds, leads),
  perLead(load.cpuSeconds + load.serverCpuSeconds, leads),
  perLead(load.seconds, leads),
  (load.statements / leads).toFixed(2),
  (load.commits / leads).toFixed(3),
  whole(load.walBytes / leads),
];

const HEAD = [
  'ms a lead',
  'processor, process',
  'processor, PostgreSQL',
  'both',
  'wall',
  'statements',
  'commits',
  'WAL bytes',
];

const overheadRows = ({ enqueue, leads, name, work }: Overhead): Row[] => [
  costRow(`${name}: enqueue`, leads, enqueue),
  costRow(`${name}: work`, leads, work),
];

/** The page of the documentation, and what the command prints. */
export function figuresPage(figures: Figures): string {
  return `${[HEADER, measured(figures), modelled(figures)].join('\n\n')}\n`;
}

const HEADER = `---
description: What the queue costs and how far it goes - a real run, and a model calibrated on it.
---
# Figures of the queue

<!-- Written by pnpm bench:queue. -->

\`pnpm bench:queue\` measures a real run and feeds a discrete-event model with it. It writes this page.`;

function measured({ limiter, machine, memory, overheads, run }: Figures): string {
  const [one] = run.phases;
  const first = memory.seen[0];
  const last = memory.seen.at(-1);
  return `## Measured

${machine.cores} processors, Node ${machine.node}, PostgreSQL ${machine.postgres} with its default settings on the same machine; ${machine.load.toFixed(1)} other processes were running
when it began. Processor time holds on a busy machine; wall time and leads a second hold on a quiet one only.

What the ledger and the jobs cost a lead, at batches of 200 and a provider that takes no time (goal: under 1 ms):

${table(HEAD, [...overheads.flatMap(overheadRows), costRow('a slot of the shared limiter', limiter.slots, limiter.load)])}

A real run of ${whole(run.leads)} leads through worker processes; a request takes ${LATENCY_MS} ms, ${CONCURRENCY} are in flight in each worker, the limiter is off (goal: two workers 1.7 times one):

${table(
  ['workers', 'leads', 'leads a second', 'times one worker'],
  run.phases.map(({ leads, perSecond, workers }) => [
    workers,
    whole(leads),
    whole(perSecond),
    (perSecond / (one?.perSecond ?? perSecond)).toFixed(2),
  ]),
)}

${table(
  ['of that run', 'a lead'],
  [
    ['rows in the ledger', 1],
    ['bytes of all three schemas, enqueued', whole(run.bytesEnqueued / run.leads)],
    ['bytes of all three schemas, confirmed', whole(run.bytesDone / run.leads)],
    ['statements, enqueue and work', ((run.enqueue.statements + run.work.statements) / run.leads).toFixed(2)],
    ['WAL bytes, enqueue and work', whole((run.enqueue.walBytes + run.work.walBytes) / run.leads)],
  ],
)}

Enqueueing ${whole(memory.rows)} rows took ${duration(memory.seconds)}. The heap held ${whole(first?.heapMiB ?? 0)} MiB after ${whole(first?.rows ?? 0)} rows and
${whole(last?.heapMiB ?? 0)} MiB after all of them; the process ${whole(first?.rssMiB ?? 0)} and ${whole(last?.rssMiB ?? 0)} MiB.`;
}

function modelled({ calibration, model, run, steady }: Figures): string {
  const bytes = (run.bytesDone / run.leads) * LEADS;
  const large = model.imports.filter(({ name }) => name === 'large');
  const point = steady.filter(({ sentPerSecond, wantedPerSecond }) => sentPerSecond < 0.95 * wantedPerSecond);
  const cores = [...new Set(steady.map((each) => each.cores))];
  return `## Modelled

The model takes from above what a lead costs PostgreSQL (${(calibration.databaseSecondsPerLead * 1_000).toFixed(2)} ms of a processor, limiter included) and a worker (${(calibration.workerSecondsPerLead * 1_000).toFixed(2)} ms). The rest is assumed:
5 % of the requests fail and are made again, two 429s an hour and account, each worker dies once in ten hours and its batches are given out again after 190 s.

Ten accounts of a million leads each (${whole(LEADS)} in all), ${WORKERS} workers; in the first two days 20 imports of 1,000 leads come beside each large one:

${table(
  [
    'account',
    'leads a second',
    'the large import is done after',
    'a small import begins after',
    'and is done after (median, slowest)',
  ],
  large.map((one) => {
    const small = model.imports.filter(({ account, name }) => account === one.account && name !== 'large');
    return [
      one.account,
      (one.leads / (one.tookSeconds ?? Number.NaN)).toFixed(2),
      duration(one.tookSeconds),
      duration(Math.max(...small.map(({ waitedSeconds = 0 }) => waitedSeconds))),
      `${duration(median(small))}, ${duration(Math.max(...small.map(({ tookSeconds = 0 }) => tookSeconds)))}`,
    ];
  }),
)}

All of it is done after ${duration(model.seconds)}, ${model.deaths} workers died on the way, PostgreSQL was busy for ${percent(model.databaseBusy)} of the time on two processors,
and the database holds ${(bytes / 2 ** 30).toFixed(1)} GiB. The providers' rates decide, and neither workers nor PostgreSQL.

Where one PostgreSQL stops helping: accounts of five a second, each with more leads than it can send:

${table(
  ['processors of PostgreSQL', 'accounts', 'leads a second wanted', 'sent', 'PostgreSQL is busy'],
  steady.map((each) => [
    each.cores,
    whole(each.accounts),
    whole(each.wantedPerSecond),
    whole(each.sentPerSecond),
    percent(each.databaseBusy),
  ]),
)}

${cores
  .map((each) => {
    const at = point.find((one) => one.cores === each);
    const whereAt = at === undefined ? 'was not reached' : `is at about ${whole(at.sentPerSecond)} leads a second`;
    return `With ${each} processors the end of one PostgreSQL ${whereAt}.`;
  })
  .join('\n')}
The model knows processor time only. Disk, vacuum and waits for locks are not in it, so plan with half of that.`;
}

function median(imports: readonly ImportResult[]): number | undefined {
  const took = imports
    .map(({ tookSeconds = Number.POSITIVE_INFINITY }) => tookSeconds)
    .sort((one, other) => one - other);
  return took[Math.floor(took.length / 2)];
}
