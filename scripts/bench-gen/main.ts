// `pnpm bench:gen FOLDER`: every document of a folder through this generator and four others, side by side.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { documentName, readExamples } from './examples.ts';
import { compileErrors, type Generation, generate, judge, prepare } from './measure.ts';
import { TOOLS, type Tool } from './tools.ts';

const HELP = `Usage: pnpm bench:gen FOLDER [--only NAME,NAME] [--tools NAME,NAME] [--runs N]

Each document is generated from by every tool in turn, N times (1), each time in a process with nothing else in it.
Seconds are wall-clock and CPU, memory is that of the largest process; both are the median of the runs.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    tools: { type: 'string' },
    runs: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
const [given] = positionals;
if (given === undefined) {
  console.error(HELP);
  process.exit(2);
}
const documents = resolve(given);
const chosen = (list: string | undefined, name: string) =>
  list === undefined || list.split(',').some((part) => name.startsWith(part));
const files = readdirSync(documents).filter(
  (file) => /\.(ya?ml|json)$/.test(file) && chosen(values.only, documentName(file)),
);
const tools = TOOLS.filter(({ name }) => chosen(values.tools, name));
const folder = mkdtempSync(join(tmpdir(), 'leadwire-bench-gen-'));
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

const outOf = (home: string, tool: Tool): string => join(home, tool.name.replaceAll(' ', '-'));

console.log(
  '| document | operations | tool | generated | compiled | examples agreed | wrongly accepted | seconds | CPU s | peak MiB |',
);
console.log('| --- | ---: | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |');
for (const file of files.sort()) await measureDocument(join(documents, file));
rmSync(folder, { recursive: true, force: true });

async function measureDocument(file: string): Promise<void> {
  const name = documentName(file);
  const home = join(folder, name);
  prepare(home);
  const { examples, spec } = await readExamples(file);
  writeFileSync(join(home, 'document.json'), JSON.stringify(spec.document));
  writeFileSync(join(home, 'examples.json'), JSON.stringify(examples));
  const runs = new Map<Tool, Generation[]>(tools.map((tool) => [tool, []]));
  for (let run = 0; run < Number(values.runs); run++)
    // Another one goes first each time: the first finds the document outside the file cache.
    for (const tool of [...tools.slice(run % tools.length), ...tools.slice(0, run % tools.length)])
      runs.get(tool)?.push(generate(tool, file, outOf(home, tool)));
  for (const tool of tools) console.log(row(name, spec.operations.length, tool, runs.get(tool) ?? []));
  rmSync(home, { recursive: true, force: true });
}

function row(name: string, operations: number, tool: Tool, runs: readonly Generation[]): string {
  const home = join(folder, name);
  const out = outOf(home, tool);
  const ok = runs.every((run) => run.ok);
  const errors = ok ? compileErrors(home, out) : undefined;
  const verdicts = ok ? judge(tool, out, join(home, 'document.json'), join(home, 'examples.json')) : undefined;
  const notes = [...(verdicts?.differing ?? []), errors?.first ?? '', ok ? '' : (runs[0]?.said ?? '')];
  if (values.verbose) for (const note of notes.filter(Boolean)) console.error(`${name} ${tool.name}: ${note}`);
  const figure = (pick: (run: Generation) => number, digits = 1) => median(runs.map(pick)).toFixed(digits);
  const cells = [
    ...[name, operations, tool.name, ok ? 'yes' : 'no', compiled(errors?.count)],
    ...(verdicts === undefined ? ['–', '–'] : [`${verdicts.agreed}/${verdicts.judged}`, verdicts.wronglyAccepted]),
    ...[figure(({ seconds }) => seconds), figure(({ cpuSeconds }) => cpuSeconds), figure(({ peakMiB }) => peakMiB, 0)],
  ];
  return `| ${cells.join(' | ')} |`;
}

function compiled(errors: number | undefined): string {
  if (errors === undefined) return '–';
  return errors === 0 ? 'yes' : `no (${errors})`;
}
