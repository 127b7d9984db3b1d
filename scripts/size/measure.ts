import { gzipSync } from 'node:zlib';
import { build, type Metafile, type OutputFile } from 'esbuild';

/** One program in a bundle for the browser, minified. */
export interface Bundle {
  /** KiB after gzip of what a page must load before the program runs. */
  readonly eagerKiB: number;
  /** The modules in it, by their paths. */
  readonly eagerModules: readonly string[];
  /** KiB after gzip of everything in one file, what could be loaded later included. */
  readonly oneFileKiB: number;
  readonly modules: readonly string[];
}

/** One call of leadwire, as a page would make it. */
export const OWN_CALL = `import { createTopcalls } from '@leadwire/topcalls';
const topcalls = createTopcalls({ apiKey: 'key', defaultCountry: 'US' });
console.log(await topcalls.leads.create({ name: 'Jane Doe', phone_number: '(415) 555-2671', list_id: 'id' }));`;

/** Bundles a program with esbuild, once in chunks and once in one file, and weighs it by the metafile. */
export async function measureBundle(program: string, resolveDir: string): Promise<Bundle> {
  const bundle = (splitting: boolean) =>
    build({
      stdin: { contents: program, resolveDir },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      splitting,
      outdir: 'out',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
  const [split, whole] = await Promise.all([bundle(true), bundle(false)]);
  const eager = eagerOutputs(split.metafile);
  return {
    eagerKiB: sum(eager.map((path) => weigh(split.outputFiles, path))),
    eagerModules: eager.flatMap((path) => modulesOf(split.metafile, path)),
    oneFileKiB: sum(Object.keys(whole.metafile.outputs).map((path) => weigh(whole.outputFiles, path))),
    modules: Object.keys(whole.metafile.outputs).flatMap((path) => modulesOf(whole.metafile, path)),
  };
}

/** The entry and what it imports statically, directly or not. */
function eagerOutputs({ outputs }: Metafile): string[] {
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === '<stdin>'));
  for (const path of found)
    for (const { kind, path: next } of outputs[path]?.imports ?? []) if (kind === 'import-statement') found.add(next);
  return [...found];
}

/** Modules of which something is left in an output. */
const modulesOf = ({ outputs }: Metafile, path: string): string[] =>
  Object.entries(outputs[path]?.inputs ?? {}).flatMap(([module, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [module] : [],
  );

const weigh = (files: readonly OutputFile[], path: string): number => {
  const file = files.find((each) => each.path.endsWith(path));
  if (file === undefined) throw new Error(`esbuild names ${path} and did not write it`);
  return gzipSync(file.contents, { level: 9 }).length / 1_024;
};

const sum = (values: readonly number[]): number =>
  Math.round(values.reduce((total, value) => total + value, 0) * 10) / 10;
