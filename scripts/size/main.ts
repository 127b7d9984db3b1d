import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWriteFlag } from '../write-flag.ts';
import { measureBundle, OWN_CALL } from './measure.ts';
import { growth, misplaced, readSizes, SIZES_FILE, type Sizes } from './sizes.ts';

// `pnpm size`: what one call weighs in a bundle, beside the goals, and the client of each provider. Exits 1 where one grew by more than 5 %;
// `--write` accepts what it is.

const write = readWriteFlag('pnpm size');

const root = join(import.meta.dirname, '../..');
const providers: readonly string[] = JSON.parse(readFileSync(join(root, 'specs/providers.json'), 'utf8'));

const bundle = await measureBundle(OWN_CALL, import.meta.dirname);
const clients: Record<string, number> = {};
for (const name of providers) {
  // A client keeps all operations of its provider, whichever are called.
  const program = `import * as provider from '@leadwire/${name}'; console.log(provider[Object.keys(provider)[0]]);`;
  clients[name] = (await measureBundle(program, join(root, 'packages/importer'))).eagerKiB;
}
const found: Sizes = { call: bundle.eagerKiB, callInOneFile: bundle.oneFileKiB, clients };
console.log(`one call, without phone metadata        ${found.call} KiB (goal: 28)`);
console.log(`one call, in one file with all of it    ${found.callInOneFile} KiB (goal: 75)`);
for (const [name, size] of Object.entries(clients)) console.log(`  all of ${name.padEnd(32)} ${size} KiB`);

if (write) writeFileSync(SIZES_FILE, `${JSON.stringify(found, undefined, 2)}\n`);
const faults = [...growth(readSizes(), found), ...misplaced(bundle.eagerModules, bundle.modules)];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
