// `pnpm bench`: what a call costs, with peers beside us in the same run, written into the documentation. Read the ratios; the machine decides the rest.
import { benchCallPath, benchRowPath } from './call-path.ts';
import { createCallWays } from './call-ways.ts';
import { benchFiles } from './files.ts';
import { countLines } from './hand-written-lines.ts';
import { benchInstantiations } from './instantiations.ts';
import { interleave, type Measured } from './interleave.ts';
import { figuresOf } from './page/figures.ts';
import { keepResults } from './page/results.ts';
import { benchPhones } from './phone.ts';

const ratio = (value: number, base = Number.NaN): string => `${(value / base).toFixed(2)} x`;

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
      bytes: Math.round(bytes),
      'x bare  ': ratio(bytes, bare?.bytes),
    };
  });
}

console.log('Hand-written lines, without tests and specs');
console.table(countLines());
console.log('\nThe way of one create, and of one row of a spreadsheet: own functions and files');
const paths = [...(await benchCallPath()), ...(await benchRowPath())];
console.table(paths);
console.log('\nOne call, in-memory fetch, 200 numbers in turn');
const { prepare, ways } = createCallWays();
const calls = await interleave(ways, { prepare });
console.table(perCall(calls));
console.log('\nCompiler instantiations of twenty typed calls');
console.table(benchInstantiations(['leadwire', 'openapi-fetch']));
console.log('\nPhones, beside libphonenumber-js max');
const phones = await benchPhones();
console.table([phones]);
console.log(
  '\nThe command from file to ledger, against simulators in another process, beside bare readers and a bare loop of fetch',
);
const files = await benchFiles();
console.table(files);

const measured = { calls: calls.map(({ bytes, name, wallUs }) => ({ name, wallUs, bytes })), paths, phones, files };
console.log('\nWith their goals');
console.table(figuresOf(measured).filter(({ leadwire }) => !leadwire.includes('not measured')));
keepResults(measured);
