// `pnpm bench`: what a call costs, with peers beside us in the same run, written into the documentation. Read the ratios; the machine decides the rest.
import { benchBigFiles } from './big-files.ts';
import { benchCallPath } from './call-path.ts';
import { countLines } from './hand-written-lines.ts';
import { benchImport } from './import.ts';
import { benchInstantiations } from './instantiations.ts';
import type { Measured } from './interleave.ts';
import { benchLoopback } from './loopback.ts';
import { keepResults } from './page/results.ts';
import { benchPerCall } from './per-call.ts';
import { benchPhones } from './phone.ts';
import { benchRowPath } from './row-path.ts';

const ratio = (value: number | undefined, base: number | undefined): string =>
  value === undefined || base === undefined || base === 0 ? '' : `${(value / base).toFixed(2)} x`;

/** Each row beside the bare fetch of its own call. */
function perCall(rows: readonly Measured[]) {
  return rows.map(({ bytes, cpuUs, name, wallUs }) => {
    const bare = rows.find((row) => row.name === `${name.split(',')[0]}, bare fetch`);
    return {
      name,
      'wall µs': Number(wallUs.toFixed(1)),
      'x bare': ratio(wallUs, bare?.wallUs),
      'CPU µs': Number(cpuUs.toFixed(1)),
      'x bare ': ratio(cpuUs, bare?.cpuUs),
      bytes: bytes === undefined ? '' : Math.round(bytes),
      'x bare  ': ratio(bytes, bare?.bytes),
    };
  });
}

console.log('Hand-written lines, without tests and specs');
console.table(countLines());
console.log('\nThe way of one create: own functions and files (goal: at most 70 in 16)');
const paths = await benchCallPath();
console.table(paths);
console.log('\nThe way of one row of a spreadsheet: own functions and source files that run for each row of an import');
console.table(await benchRowPath());
console.log('\nOne call, in-memory fetch, 200 numbers in turn');
const calls = await benchPerCall();
console.table(perCall(calls));
const wallOf = (name: string) => calls.find((row) => row.name === name)?.wallUs;
const light = wallOf('create, light openapi-fetch + libphonenumber-js');
console.log(
  `create beside light openapi-fetch with a phone: ${ratio(wallOf('create, leadwire'), light)} (goal: 1.3 x)`,
);
console.log(`update beside bare fetch: ${ratio(wallOf('update, leadwire'), wallOf('update, bare fetch'))} (goal: 3 x)`);
console.log('\nTwenty typed calls (goal: at most 1,500 instantiations)');
console.table([benchInstantiations()]);
console.log('\nOver loopback (goal: at least 0.85 x fetch at 50 at once; at most 1.15 x its time one at a time)');
const loopback = await benchLoopback();
const bare = loopback.find((row) => row.name === 'fetch');
console.table(
  loopback.map((row) => ({
    ...row,
    'x fetch': ratio(row.perSecondAt50, bare?.perSecondAt50),
    'x its time': ratio(row.msOneAtATime, bare?.msOneAtATime),
  })),
);
console.log('\nPhones, beside libphonenumber-js max');
const phones = await benchPhones();
console.table([phones]);
console.log(
  '\nThe command against simulators in another process, limits off, file ledger on, beside a bare loop of fetch',
);
const imports = await benchImport();
console.table(imports);

console.log('\nLarge files through the command, each beside a bare reader of the same file');
const bigFiles = await benchBigFiles();
console.table(bigFiles);
keepResults({
  calls: calls.map(({ bytes, name, wallUs }) => ({ name, wallUs, bytes })),
  paths,
  phones,
  imports,
  bigFiles,
});
