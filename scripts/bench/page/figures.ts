import type { BenchResults } from './measured.ts';

/** One goal, what was measured, and what the nearest peers take. */
export interface Figure {
  readonly what: string;
  readonly goal: string;
  readonly leadwire: string;
  readonly peers: string;
}

type Results = Partial<BenchResults>;

const times = (value: number | undefined, base: number | undefined, digits = 1): string =>
  value === undefined || base === undefined || base === 0 ? 'not measured' : `${(value / base).toFixed(digits)} ×`;
const whole = (value: number | undefined): string =>
  value === undefined ? 'not measured' : Math.round(value).toLocaleString('en');
const kib = (value: number | undefined): string => (value === undefined ? 'not measured' : `${value.toFixed(1)} KiB`);
const ms = (value: number | undefined): string => (value === undefined ? 'not measured' : `${value.toFixed(0)} ms`);

const named = <Row extends { readonly name: string }>(rows: readonly Row[] | undefined, name: string) =>
  rows?.find((row) => row.name === name);

/** `stripe 7.8 ×, openai (Stainless) 10.1 ×` */
const beside = (names: readonly string[], figure: (name: string) => string): string =>
  names.map((name) => `${name} ${figure(name)}`).join(', ');

const BARE = 'bare fetch';
const LIGHT = 'create, light openapi-fetch + libphonenumber-js';
const SDKS = ['stripe', 'openai (Stainless)'];

function callFigures({ calls, paths, peers }: Results): Figure[] {
  const wall = (name: string) => named(calls, name)?.wallUs;
  const bytes = (name: string) => named(calls, name)?.bytes;
  const path = (name: string): string => {
    const found = named(paths, `create, ${name}`);
    return found === undefined ? 'not measured' : `${found.functions} in ${found.files}`;
  };
  const rate = (name: string): string => times(named(peers, name)?.perSecondAt50, named(peers, BARE)?.perSecondAt50, 2);
  const latency = (name: string): string =>
    times(named(peers, name)?.msOneAtATime, named(peers, BARE)?.msOneAtATime, 2);
  const update = (name: string): string => times(wall(`update, ${name}`), wall(`update, ${BARE}`));
  const size = (name: string): string => times(bytes(`create, ${name}`), bytes(`create, ${BARE}`));
  return [
    {
      what: 'a create with a phone, against light openapi-fetch and libphonenumber-js',
      goal: 'at most 1.3 ×',
      leadwire: times(wall('create, leadwire'), wall(LIGHT), 2),
      peers: `openapi-fetch without a phone ${times(wall('create, openapi-fetch'), wall(LIGHT), 2)}`,
    },
    {
      what: 'an update without a phone, against bare fetch',
      goal: 'at most 3 ×',
      leadwire: update('leadwire'),
      peers: beside(['openapi-fetch'], update),
    },
    {
      what: 'bytes allocated by a create, against bare fetch',
      goal: 'at most 2.5 ×',
      leadwire: size('leadwire'),
      peers: beside(['openapi-fetch', 'ky', 'octokit'], size),
    },
    {
      what: 'own functions and files of a create',
      goal: 'at most 70 in 16',
      leadwire: path('leadwire'),
      peers: beside(['openapi-fetch', 'ky', 'octokit'], path),
    },
    {
      what: 'requests a second over loopback, 50 at once, against bare fetch',
      goal: 'at least 0.85 ×',
      leadwire: rate('leadwire'),
      peers: beside(['openapi-fetch', ...SDKS], rate),
    },
    {
      what: 'time of one call at a time over loopback, against bare fetch',
      goal: 'at most 1.15 ×',
      leadwire: latency('leadwire'),
      peers: beside(['openapi-fetch', ...SDKS], latency),
    },
  ];
}

function packageFigures({ generation, peers }: Results): Figure[] {
  const bundle = (name: string): string => kib(named(peers, name)?.bundleKiB);
  const cold = (name: string): string => ms(named(peers, name)?.coldImportMs);
  const types = (name: string): string => whole(named(peers, name)?.instantiations);
  const seconds = (name: string): string => {
    const found = named(generation, name);
    return found === undefined ? 'not measured' : `${found.seconds.toFixed(1)} s`;
  };
  return [
    {
      what: 'one call in a bundle, gzip, without phone metadata',
      goal: 'at most 28 KiB',
      leadwire: bundle('leadwire'),
      peers: beside(SDKS, bundle),
    },
    {
      what: 'one call in one file, gzip, phone metadata included',
      goal: 'at most 75 KiB',
      leadwire: kib(named(peers, 'leadwire')?.oneFileKiB),
      peers: 'none has phone metadata',
    },
    {
      what: 'cold import over an empty script',
      goal: "at most half of stripe's",
      leadwire: cold('leadwire'),
      peers: beside(SDKS, cold),
    },
    {
      what: 'compiler instantiations of twenty typed calls',
      goal: 'at most 1,500',
      leadwire: types('leadwire'),
      peers: beside(['orval', 'hey-api', 'openapi-fetch'], types),
    },
    {
      what: '`pnpm gen`, all our specs, nothing known',
      goal: 'at most 6 s',
      leadwire: seconds('all specs, cold'),
      peers: '',
    },
    {
      what: '`pnpm gen`, all our specs, nothing changed',
      goal: 'at most 1 s',
      leadwire: seconds('all specs, unchanged'),
      peers: '',
    },
    {
      what: 'types, schemas and client of the TopCalls document',
      goal: 'faster than hey-api with zod',
      leadwire: seconds('leadwire'),
      peers: beside(['hey-api with zod', 'orval'], seconds),
    },
  ];
}

function rowFigures({ files, phones, queue }: Results): Figure[] {
  const perCpu = (name: string): string => {
    const rows = named(files, name)?.perCpuSecond;
    return rows === undefined ? 'not measured' : `${whole(rows)} rows`;
  };
  const imported = (name: string) => named(files, name)?.perSecond;
  const loop = imported('bare fetch, 50 at once (autocalls)');
  return [
    {
      what: 'a phone number, against libphonenumber-js max',
      goal: 'no goal',
      leadwire:
        phones === undefined
          ? 'not measured'
          : `${phones.mixedUs.toFixed(1)} µs mixed, ${phones.e164Us.toFixed(1)} µs E.164`,
      peers:
        phones === undefined
          ? 'not measured'
          : `libphonenumber-js ${phones.mixedLibraryUs.toFixed(1)} µs mixed, ${phones.e164LibraryUs.toFixed(1)} µs E.164`,
    },
    {
      what: '`leadwire check` of a CSV, a second of processor',
      goal: 'at least 15,000 rows',
      leadwire: perCpu('CSV, leadwire check'),
      peers: `csv-parse alone ${perCpu('CSV, csv-parse alone')}`,
    },
    {
      what: '`leadwire check` of an xlsx, a second of processor',
      goal: 'at least 8,000 rows',
      leadwire: perCpu('xlsx, leadwire check'),
      peers: `yauzl and saxes alone ${perCpu('xlsx, yauzl and saxes alone')}`,
    },
    {
      what: 'import in bulk with a file ledger, rows a second, against a bare loop of fetch',
      goal: 'at least 3 ×',
      leadwire: times(imported('CSV, leadwire import in bulk (topcalls)'), loop),
      peers: `bare loop ${whole(loop)} rows/s`,
    },
    {
      what: 'import with one request a lead and a file ledger, against the same loop',
      goal: 'at least 0.75 ×',
      leadwire: times(imported('CSV, leadwire import one by one (autocalls)'), loop, 2),
      peers: `bare loop ${whole(loop)} rows/s`,
    },
    {
      what: 'queue: ledger and jobs, processor a lead, batches of 200',
      goal: 'under 1 ms',
      leadwire: queue === undefined ? 'not measured' : `${(queue.enqueueMs + queue.workMs).toFixed(2)} ms`,
      peers: '',
    },
    {
      what: 'queue: leads sent by two workers, against one',
      goal: 'at least 1.7 ×',
      leadwire: times(queue?.twoWorkers, 1, 2),
      peers: '',
    },
  ];
}

/** Every goal with its figure, in the order of the page. */
export const figuresOf = (results: Results): Figure[] => [
  ...callFigures(results),
  ...packageFigures(results),
  ...rowFigures(results),
];
