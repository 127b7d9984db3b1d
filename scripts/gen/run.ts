import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { faultLine, SpecError, shown } from './fault.ts';
import { registryFiles } from './files/registry.ts';
import { ForeignFilesError, staleFiles, strayFiles, writeFiles } from './files/write.ts';
import { type Flags, HELP, readFlags, UsageError } from './flags.ts';
import { anyJob, emitAny, emitOwn, type Job, workspace, workspaceJobs } from './jobs.ts';
import type { Spec } from './read/read-spec.ts';
import { runOnChange } from './watch.ts';

/** Where a run says what it did, a line or several at a time. */
export interface Output {
  log: (text: string) => void;
  error: (text: string) => void;
}

/**
 * Runs `pnpm gen`.
 * @param args - what stands behind `pnpm gen`
 * @returns the exit code: 0, 1 where something is wrong with a spec or differs, 2 for wrong usage
 */
export async function runGen(args: string[], output: Output = console): Promise<number> {
  try {
    const flags = readFlags(args, workspace);
    if (flags !== undefined) return await run(flags, output);
    output.log(HELP);
    return 0;
  } catch (error) {
    return printError(error, output);
  }
}

async function run(flags: Flags, output: Output): Promise<number> {
  const { out, read, root, spec, suggestEffects, watch } = flags;
  if (spec !== undefined && suggestEffects !== undefined) await writeOverlay(spec, suggestEffects, output);
  if (spec !== undefined && out === undefined) return 0;
  if (!watch) return runOnce(flags, output);
  const folders = spec === undefined ? [join(root, 'specs')] : [spec, read.overlay ?? spec].map(dirname);
  const again = () => runOnce(flags, output).catch((error: unknown) => printError(error, output));
  return runOnChange(folders, again, () => output.log(`watching ${shown(folders[0] ?? '')}`));
}

async function writeOverlay(spec: string, file: string, output: Output): Promise<void> {
  const { readAnySpec } = await import('./read/read-spec.ts');
  const { effectsOverlay } = await import('./read/effects.ts');
  const { document, assumed } = await readAnySpec(spec, { skipUnsupported: true });
  writeFileSync(file, effectsOverlay(document, assumed));
  output.log(`${shown(file)}: ${count(assumed.length, 'effect class', 'effect classes')} proposed, to be confirmed`);
}

/** The files of each package, by its folder. */
type Packages = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function runOnce(flags: Flags, output: Output): Promise<number> {
  const { check, out = '', read, root, spec } = flags;
  // All are generated before the first byte is written: a fault in one leaves every one as it was.
  const packages = new Map<string, ReadonlyMap<string, string>>();
  const add = async ({ out: folder }: Job, emitted: Promise<ReadonlyMap<string, string>>) =>
    packages.set(folder, await emitted);
  if (spec === undefined) for (const job of workspaceJobs(root)) await add(job, emitOwn(job));
  else {
    const job = anyJob(spec, out);
    const { files, notChecked, spec: known } = await emitAny(job, read);
    report(known, notChecked, output);
    packages.set(out, files);
  }
  const registry = spec === undefined ? registryFiles(root) : new Map<string, string>();
  if (check) return compare(packages, { root, registry, isOwn: spec === undefined }, output);
  for (const [folder, files] of packages) {
    const written = await writeFiles(folder, files);
    output.log(`${shown(folder)}: ${written.length === 0 ? 'unchanged' : `${written.length} files written`}`);
  }
  for (const file of await staleFiles(root, registry)) {
    writeFileSync(file, registry.get(relative(root, file)) ?? '');
    output.log(`${shown(file)}: written`);
  }
  return 0;
}

/** Names what differs from what would be written, and what a workspace has beside it. */
async function compare(
  packages: Packages,
  { isOwn, registry, root }: { isOwn: boolean; registry: ReadonlyMap<string, string>; root: string },
  output: Output,
): Promise<number> {
  const stale = await staleFiles(root, registry);
  for (const [folder, files] of packages) stale.push(...(await staleFiles(folder, files)));
  const strays = isOwn ? await strayFiles(join(root, 'generated'), packages) : [];
  for (const file of stale) output.error(`stale: ${shown(file)}`);
  if (stale.length > 0) output.error('Run `pnpm gen` and commit what it writes.');
  for (const file of strays) output.error(`stray: ${shown(file)} does not come from a spec: remove it`);
  if (stale.length + strays.length > 0) return 1;
  output.log(`generated code is current (${packages.size} specs)`);
  return 0;
}

/** What was mended, assumed and left out, on standard error. */
function report({ warnings, assumed, skipped, operations }: Spec, notChecked: readonly string[], output: Output): void {
  for (const warning of warnings) output.error(`warning: ${faultLine(warning)}`);
  for (const { id, verb, path, operation } of assumed)
    output.error(`assumed: ${id} (${verb.toUpperCase()} ${path}) is ${operation['x-leadwire-effect']}`);
  if (assumed.length > 0)
    output.error(`${count(assumed.length, 'effect class was', 'effect classes were')} assumed: see --suggest-effects`);
  for (const keyword of notChecked) output.error(`not checked: ${keyword}`);
  for (const fault of skipped) output.error(`skipped: ${faultLine(fault)}`);
  if (skipped.length > 0)
    output.error(`${count(skipped.length, 'operation', 'operations')} skipped, ${operations.length} generated`);
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

function printError(error: unknown, output: Output): number {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  const isUsage = error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS') === true;
  if (isUsage) output.error(`${message}\n\n${HELP}`);
  else if (error instanceof SpecError || error instanceof ForeignFilesError)
    output.error(`${message}\nNothing was written.`);
  else if (syscall !== undefined) output.error(message);
  else throw error;
  return isUsage ? 2 : 1;
}
