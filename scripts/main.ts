// `npm start`: the main job, from the specs to leads at four providers, with faults, a crash and a resume on the way.
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSimulators, type FaultName } from '@leadwire/simulators';
import { SingleBar } from 'cli-progress';
import { destinations, leadsAt } from './main/destinations.ts';
import { importStory, type Story } from './main/import-story.ts';
import { queueStory } from './main/queue-story.ts';
import { readSample, type SampleRow } from './main/sample.ts';
import { table } from './main/table.ts';
import { uiStory } from './main/ui-story.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const HELP = `Usage: npm start [-- --live | --workers N | --ui]

  Lints the specs, checks that generated code is current, and imports scripts/sample-leads.csv into four simulated providers:
  one request in twenty-five fails, each import is killed half-way, resumed, and reconciled.
  --workers N  instead: enqueue it into PostgreSQL (embedded, or DATABASE_URL) and send it with N workers, one of which is killed
  --ui  instead: the import page in the browser, over simulated providers with the sample file
  --live  import into the real ones, where their environment variables are set (and TOPCALLS_LIST_ID, AUTOCALLS_CAMPAIGN_ID)`;

/** On stderr, so that the last line of the output stays the count of leads. */
const NEXT = `
Next:
  npm start -- --workers 3   the same through PostgreSQL and three workers, one of which is killed
  npm start -- --ui          the import page in the browser, over the same simulated providers
  packages/docs/guide/first-lead.md   a lead from your own program, in five minutes`;

/** Faults that end of themselves, so that the demonstration does not wait. */
const FAULTS: readonly FaultName[] = ['500', '503', 'cut-before', 'cut-after-commit', 'truncated', 'html-502'];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      workers: { type: 'string' },
      ui: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.ui) return uiStory(root);
  if (values.workers !== undefined) return startWorkers(Number(values.workers));
  const specs = globSync('specs/*.yaml', { cwd: root });
  const steps = await Promise.all([
    step(
      'specs',
      ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--format=summary', ...specs],
      `${specs.length} specs, no errors, no warnings`,
    ),
    step('generated code', ['scripts/gen.ts', '--check'], 'current'),
  ]);
  console.log(steps.join('\n'));

  const rows = await readSample();
  const worlds = await Promise.all([openWorld(1), openWorld(2)]);
  const [four, queue] = worlds;
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-start-'));
  const clean = () => rmSync(folder, { recursive: true, force: true });
  process.once('SIGINT', () => {
    clean();
    process.exit(130);
  });
  try {
    console.log(`simulators      ${four.origin}, one request in twenty-five fails`);
    console.log(`sample          ${rows.length} rows\n`);
    const all = destinations(four, queue, values.live);
    const bar = progress(all.length * rows.length);
    const stories = await Promise.all(
      all.map((destination) => importStory(destination, { folder, rows, onRow: () => bar.increment() })),
    );
    bar.stop();
    for (const { destination, killedAt, lookedUp } of stories) {
      if (destination.live) continue;
      const parked = lookedUp === 0 ? '' : `, ${lookedUp} parked rows looked up and settled`;
      console.log(
        `${destination.title.padEnd(15)} killed after ${killedAt} of ${rows.length} rows, resumed to the end${parked}`,
      );
    }
    console.log(`\n${table(stories)}\n`);
    const code = verdict(rows, stories);
    console.error(NEXT);
    return code;
  } finally {
    for (const world of worlds) await world.close();
    clean();
  }
}

/** The sample through a queue, with several workers. */
async function startWorkers(workers: number): Promise<number> {
  if (!Number.isInteger(workers) || workers < 1 || workers > 20) {
    console.error('--workers must be a whole number from 1 to 20: npm start -- --workers 3');
    return 2;
  }
  const [rows, world] = await Promise.all([readSample(), openWorld(1)]);
  try {
    const [destination] = destinations(world, world, false);
    if (destination === undefined) throw new Error('there is no destination');
    const { leads, lost, there, twice } = await queueStory(destination, rows, workers);
    console.log(`leads in: ${leads}, leads there: ${there}, twice: ${twice}, lost: ${lost}`);
    return twice + lost === 0 ? 0 : 1;
  } finally {
    await world.close();
  }
}

/** Leads in, leads there, twice and lost, by what the simulated providers hold. */
function verdict(rows: readonly SampleRow[], stories: readonly Story[]): number {
  const wanted = new Set(rows.flatMap(({ digits }) => (digits === undefined ? [] : [digits])));
  let there = 0;
  let twice = 0;
  let lost = 0;
  let all = 0;
  for (const { destination } of stories) {
    if (destination.live) continue;
    const counts = leadsAt(destination);
    for (const digits of wanted) {
      const count = counts.get(digits) ?? 0;
      all++;
      if (count > 0) there++;
      else lost++;
      if (count > 1) twice++;
    }
  }
  if (all > 0) console.log(`leads in: ${all}, leads there: ${there}, twice: ${twice}, lost: ${lost}`);
  return twice + lost === 0 ? 0 : 1;
}

/** All four stand-ins on a port of their own. */
async function openWorld(seed: number) {
  const simulators = createSimulators({ seed, strict: false, faultRate: 1 / 25, faultMix: FAULTS, latencyMs: [1, 6] });
  const { close, origin, urls } = await simulators.listen(0);
  return {
    simulators,
    urls,
    origin,
    async close() {
      await close();
      await simulators.close();
    },
  };
}

/** One command of our own, quiet unless it fails. */
function step(name: string, [script = '', ...args]: readonly string[], outcome: string): Promise<string> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, script), ...args], { cwd: root, env }, (error, stdout, stderr) => {
      if (error) {
        console.error(`${name}: failed\n${stdout}${stderr}`);
        process.exit(1);
      }
      resolve(`${name.padEnd(15)} ${outcome}`);
    });
  });
}

/** A bar in a terminal, nothing in a pipe: what is told afterwards is enough there. */
function progress(total: number): { increment(): void; stop(): void } {
  if (!process.stdout.isTTY) return { increment: () => undefined, stop: () => undefined };
  const bar = new SingleBar({ format: 'importing       {bar} {value} rows', stream: process.stdout });
  bar.start(total, 0);
  return bar;
}

process.exitCode = await main();
