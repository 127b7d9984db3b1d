// `pnpm bench:gen FOLDER`: every document of a folder through this generator and four others, side by side.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keepResults, readResults } from '../bench/page/results.ts';
import { documentName, readExamples } from './examples.ts';
import { compile, type Generation, generate, judge, prepare } from './measure.ts';
import { type GeneratorResult, HEADER, rowOf } from './table.ts';
import { TOOLS, type Tool } from './tools.ts';

const HELP = `Usage: pnpm bench:gen FOLDER [--only NAME,NAME] [--tools NAME,NAME] [--runs N] [--limit N] [--write]

Each document is generated from by every tool in turn, N times (1), each time in a process with nothing else in it.
Seconds are wall-clock and CPU, memory is that of the largest process; both are the median of the runs.
Generating, compiling and judging get --limit seconds of processor time each (120); what needs more is "stopped".
--write keeps the rows in the documentation, in place of those of the same document and tool.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    tools: { type: 'string' },
    runs: { type: 'string', default: '1' },
    limit: { type: 'string', default: '120' },
    write: { type: 'boolean', default: false },
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

const placeOf = (home: string, tool: Tool) => ({
  out: join(home, tool.name.replaceAll(' ', '-')),
  cpuSeconds: Number(values.limit),
});

console.log(HEADER);
for (const file of files.sort()) await measureDocument(join(documents, file));
rmSync(folder, { recursive: true, force: true });

async function measureDocument(file: string): Promise<void> {
  const document = documentName(file);
  const home = join(folder, document);
  prepare(home);
  const { examples, spec } = await readExamples(file);
  writeFileSync(join(home, 'document.json'), JSON.stringify(spec.document));
  writeFileSync(join(home, 'examples.json'), JSON.stringify(examples));
  const runs = new Map<Tool, Generation[]>(tools.map((tool) => [tool, []]));
  for (let run = 0; run < Number(values.runs); run++)
    // Another one goes first each time: the first finds the document outside the file cache.
    for (const tool of [...tools.slice(run % tools.length), ...tools.slice(0, run % tools.length)])
      runs.get(tool)?.push(generate(tool, file, placeOf(home, tool)));
  const operations = spec.operations.length;
  const measured = tools.map((tool) => ({ document, operations, ...resultOf(tool, home, runs.get(tool) ?? []) }));
  for (const result of measured) console.log(rowOf(result));
  if (values.write) keep(measured);
  rmSync(home, { recursive: true, force: true });
}

function resultOf(tool: Tool, home: string, runs: readonly Generation[]) {
  const failed = runs.find(({ end }) => end !== 'yes');
  const place = placeOf(home, tool);
  const compiled = failed ? undefined : compile(home, place);
  const verdicts = failed ? undefined : judge(tool, place);
  const notes = [...(verdicts?.differing ?? []), compiled?.first ?? '', failed?.said ?? ''];
  if (values.verbose) for (const note of notes.filter(Boolean)) console.error(`${home} ${tool.name}: ${note}`);
  const { agreed, judged, wronglyAccepted } = verdicts ?? {};
  const figure = (pick: (run: Generation) => number) => Number(median(runs.map(pick)).toFixed(1));
  return {
    tool: tool.name,
    generated: failed?.end ?? 'yes',
    ...(compiled && { compiled: compiled.end }),
    ...{ judged, agreed, wronglyAccepted },
    seconds: figure(({ seconds }) => seconds),
    cpuSeconds: figure(({ cpuSeconds }) => cpuSeconds),
    peakMiB: figure(({ peakMiB }) => peakMiB),
  } satisfies Omit<GeneratorResult, 'document' | 'operations'>;
}

/** After each document, so that a run which is ended early has not measured for nothing. */
function keep(measured: readonly GeneratorResult[]): void {
  const isOld = (old: GeneratorResult) =>
    measured.some(({ document, tool }) => old.document === document && old.tool === tool);
  const order = (result: GeneratorResult) => TOOLS.findIndex(({ name }) => name === result.tool);
  const all = [...(readResults().generators ?? []).filter((old) => !isOld(old)), ...measured];
  keepResults({ generators: all.sort((a, b) => a.document.localeCompare(b.document, 'en') || order(a) - order(b)) });
}
