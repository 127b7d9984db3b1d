// `npm start`: the main job, from the specs to leads at every provider, with faults, a crash and a resume on the way.
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, createReadStream, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parsePhone } from '@leadwire/core/phone';
import { createSimulators, type FaultName } from '@leadwire/simulators';
import { parse } from 'csv-parse';
import { type Destination, destinations, leadsAt } from './main/destinations.ts';
import { importStory } from './main/import-story.ts';
import { startLeadwire } from './main/leadwire-command.ts';
import { queueStory } from './main/queue-story.ts';
import { table } from './main/table.ts';

const root = join(import.meta.dirname, '..');
/** Leads of twenty countries, their phones as people type them, some wrong and some twice. */
const SAMPLE = join(root, 'scripts/sample-leads.csv');

const HELP = `Usage: npm start [-- --live | --workers N | --ui]

  Lints the specs, checks that generated code is current, and imports scripts/sample-leads.csv into every simulated provider:
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

const OPTIONS = {
  workers: { type: 'string' },
  ui: { type: 'boolean', default: false },
  live: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The flags; undefined where there is one that is not known. */
function readFlags() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return undefined;
  }
}

async function main(): Promise<number> {
  const values = readFlags();
  if (values === undefined) return 2;
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.ui) return showPage();
  if (values.workers !== undefined) return startWorkers(Number(values.workers));
  return importIntoAll(values.live);
}

async function importIntoAll(live: boolean): Promise<number> {
  const specs = globSync('specs/*.yaml', { cwd: root });
  const lint = ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--format=summary', ...specs];
  const steps = await Promise.all([
    step('specs', lint, `${specs.length} specs, no errors, no warnings`),
    step('generated code', ['scripts/gen.ts', '--check'], 'current'),
  ]);
  console.log(steps.join('\n'));
  const phones = await readPhones();
  const worlds = await Promise.all([openWorld(1), openWorld(2)]);
  const [first, others] = worlds;
  process.once('SIGINT', () => process.exit(130));
  try {
    console.log(`simulators      ${first.origin}, one request in twenty-five fails`);
    console.log(`sample          ${phones.length} rows\n`);
    const all = await destinations(first, others, live);
    if (process.stderr.isTTY) console.error(`importing into ${all.length} destinations, about a minute …\n`);
    const given = { file: SAMPLE, folder: temporaryFolder(), killAfter: Math.floor(phones.length / 2) };
    const stories = await Promise.all(all.map((destination) => importStory(destination, given)));
    for (const { destination, killedAt, lookedUp } of stories.filter((story) => !story.destination.live)) {
      const parked = lookedUp === 0 ? '' : `, ${lookedUp} parked rows looked up and settled`;
      const told = `killed after ${killedAt} of ${phones.length} rows, resumed to the end${parked}`;
      console.log(`${destination.to.padEnd(15)} ${told}`);
    }
    console.log(`\n${table(stories)}\n`);
    const code = await verdict(phones, all);
    console.error(NEXT);
    return code;
  } finally {
    for (const world of worlds) await world.close();
  }
}

/** The sample through a queue, with several workers. */
async function startWorkers(workers: number): Promise<number> {
  if (!Number.isInteger(workers) || workers < 1 || workers > 20) {
    console.error('--workers must be a whole number from 1 to 20: npm start -- --workers 3');
    return 2;
  }
  const world = await openWorld(1);
  try {
    const [destination] = (await destinations(world, world, false)) as [Destination];
    await queueStory(destination, SAMPLE, workers);
    return verdict(await readPhones(), [destination]);
  } finally {
    await world.close();
  }
}

/** The import page over simulated providers, in a folder with the sample file; builds the page first. */
async function showPage(): Promise<number> {
  const page = join(root, 'packages/console');
  if (!existsSync(join(page, 'dist/page/index.html')))
    execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { cwd: page, stdio: 'inherit' });
  const cwd = temporaryFolder();
  copyFileSync(SAMPLE, join(cwd, 'sample-leads.csv'));
  process.on('SIGINT', () => undefined); // the page hears of Ctrl+C itself, and ends in good order
  const child = startLeadwire(['ui', '--simulate'], {
    cwd,
    env: { XDG_STATE_HOME: join(cwd, '.state') },
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** A folder that is gone when this process ends. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-start-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The digits of each row's phone in E.164; undefined where it has no usable one. */
async function readPhones(): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for await (const row of createReadStream(SAMPLE).pipe(parse({ columns: true, bom: true }))) {
    const phone = parsePhone((row as { Mobile: string }).Mobile, { defaultCountry: 'IN' });
    found.push(phone.ok ? phone.value.e164.slice(1) : undefined);
  }
  return found;
}

/** Leads in, leads there, twice and lost, by what the simulated providers hold. */
async function verdict(phones: readonly (string | undefined)[], all: readonly Destination[]): Promise<number> {
  const wanted = [...new Set(phones.filter((digits) => digits !== undefined))];
  const there = await Promise.all(all.filter(({ live }) => !live).map(leadsAt));
  const times = there.flatMap((counts) => wanted.map((digits) => counts.get(digits) ?? 0));
  const twice = times.filter((number) => number > 1).length;
  const lost = times.filter((number) => number === 0).length;
  if (times.length > 0)
    console.log(`leads in: ${times.length}, leads there: ${times.length - lost}, twice: ${twice}, lost: ${lost}`);
  return twice + lost === 0 ? 0 : 1;
}

/** All simulators on a port. */
async function openWorld(seed: number) {
  const simulators = createSimulators({ seed, strict: false, faultRate: 1 / 25, faultMix: FAULTS, latencyMs: [1, 6] });
  const { origin, urls } = await simulators.listen(0);
  return { simulators, urls, origin, close: () => simulators.close() };
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

process.exitCode = await main();
