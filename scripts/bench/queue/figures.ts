import { fillTemplate } from '../../template.ts';
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
export const figuresPage = (figures: Figures): string =>
  fillTemplate(new URL('figures.md.mustache', import.meta.url), { ...measured(figures), ...modelled(figures) });

function measured({ limiter, machine, memory, overheads, run }: Figures) {
  const [one] = run.phases;
  const [first] = memory.seen;
  return {
    machine,
    running: machine.load.toFixed(1),
    costs: table(HEAD, [
      ...overheads.flatMap(overheadRows),
      costRow('a slot of the shared limiter', limiter.slots, limiter.load),
    ]),
    leads: whole(run.leads),
    latencyMs: LATENCY_MS,
    concurrency: CONCURRENCY,
    phases: table(
      ['workers', 'leads', 'leads a second', 'times one worker'],
      run.phases.map(({ leads, perSecond, workers }) => [
        workers,
        whole(leads),
        whole(perSecond),
        (perSecond / (one?.perSecond ?? perSecond)).toFixed(2),
      ]),
    ),
    aLead: table(
      ['of that run', 'a lead'],
      [
        ['rows in the ledger', 1],
        ['bytes of all three schemas, enqueued', whole(run.bytesEnqueued / run.leads)],
        ['bytes of all three schemas, confirmed', whole(run.bytesDone / run.leads)],
        ['statements, enqueue and work', ((run.enqueue.statements + run.work.statements) / run.leads).toFixed(2)],
        ['WAL bytes, enqueue and work', whole((run.enqueue.walBytes + run.work.walBytes) / run.leads)],
      ],
    ),
    memory: {
      rows: whole(memory.rows),
      took: duration(memory.seconds),
      first: first && held(first),
      last: first && held(memory.seen.at(-1) ?? first),
    },
  };
}

const held = ({ heapMiB, rows, rssMiB }: EnqueueMemory['seen'][number]) => ({
  heapMiB: whole(heapMiB),
  rows: whole(rows),
  rssMiB: whole(rssMiB),
});

function modelled({ calibration, model, run, steady }: Figures) {
  const bytes = (run.bytesDone / run.leads) * LEADS;
  const large = model.imports.filter(({ name }) => name === 'large');
  const overloaded = steady.filter(({ sentPerSecond, wantedPerSecond }) => sentPerSecond < 0.95 * wantedPerSecond);
  return {
    databaseMs: (calibration.databaseSecondsPerLead * 1_000).toFixed(2),
    workerMs: (calibration.workerSecondsPerLead * 1_000).toFixed(2),
    allLeads: whole(LEADS),
    workers: WORKERS,
    imports: table(
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
    ),
    model: { took: duration(model.seconds), deaths: model.deaths, busy: percent(model.databaseBusy) },
    gib: (bytes / 2 ** 30).toFixed(1),
    steady: table(
      ['processors of PostgreSQL', 'accounts', 'leads a second wanted', 'sent', 'PostgreSQL is busy'],
      steady.map((each) => [
        each.cores,
        whole(each.accounts),
        whole(each.wantedPerSecond),
        whole(each.sentPerSecond),
        percent(each.databaseBusy),
      ]),
    ),
    ends: [...new Set(steady.map(({ cores }) => cores))].map((cores) => {
      const end = overloaded.find((one) => one.cores === cores);
      return { cores, at: end ? `is at about ${whole(end.sentPerSecond)} leads a second` : 'was not reached' };
    }),
  };
}

function median(imports: readonly ImportResult[]): number | undefined {
  const took = imports
    .map(({ tookSeconds = Number.POSITIVE_INFINITY }) => tookSeconds)
    .sort((one, other) => one - other);
  return took[Math.floor(took.length / 2)];
}
