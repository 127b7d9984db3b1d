import { writeFileSync } from 'node:fs';
import { readWriteFlag } from '../write-flag.ts';
import { measureBundle, OWN_CALL } from './measure.ts';
import { growth, misplaced, readSizes, SIZES_FILE, type Sizes } from './sizes.ts';

// `pnpm size`: what one call weighs in a bundle, beside the goals. Exits 1 where it grew by more than 5 %; `--write` accepts what it is.

const write = readWriteFlag('pnpm size');
const bundle = await measureBundle(OWN_CALL, import.meta.dirname);
const found: Sizes = { call: bundle.eagerKiB, callInOneFile: bundle.oneFileKiB };
console.log(`one call, without phone metadata        ${found.call} KiB (goal: 28)`);
console.log(`one call, in one file with all of it    ${found.callInOneFile} KiB (goal: 75)`);

if (write) writeFileSync(SIZES_FILE, `${JSON.stringify(found, undefined, 2)}\n`);
const faults = [...growth(readSizes(), found), ...misplaced(bundle.eagerModules, bundle.modules)];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
