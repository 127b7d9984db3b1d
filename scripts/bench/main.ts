// `pnpm bench`: what a call costs, peers beside us in the same run. Read the ratios; the machine decides the rest.
import { benchImport } from './import.ts';
import { benchInstantiations } from './instantiations.ts';
import type { Measured } from './interleave.ts';
import { benchLoopback } from './loopback.ts';
import { benchPerCall } from './per-call.ts';
import { benchPhones } from './phone.ts';

const ratio = (value: number | undefined, base: number | undefined): string =>
  value === undefined || base === undefined || base === 0 ? '' : `${(value / base).toFixed(2)} x`;

function perCall(rows: readonly Measured[]) {
  const raw = rows.find((row) => row.name === 'raw fetch');
  return rows.map(({ bytes, name, us }) => ({
    name,
    'CPU µs': Number(us.toFixed(1)),
    'x raw': ratio(us, raw?.us),
    'bytes allocated': bytes === undefined ? '' : Math.round(bytes),
    'x raw ': ratio(bytes, raw?.bytes),
  }));
}

console.log('One leads.create, in-memory fetch (goal: at most 2 x raw fetch in CPU and in bytes)');
console.table(perCall(await benchPerCall()));
console.log('\nTwenty typed calls (goal: at most 1,500 instantiations)');
console.table([benchInstantiations()]);
console.log('\nOver loopback (goal: at least 0.9 x fetch at 50 at once; at most 1.1 x its time one at a time)');
const loopback = await benchLoopback();
const bare = loopback.find((row) => row.name === 'fetch');
console.table(
  loopback.map((row) => ({
    ...row,
    'x fetch': ratio(row.perSecondAt50, bare?.perSecondAt50),
    'x its time': ratio(row.msOneAtATime, bare?.msOneAtATime),
  })),
);
console.log('\nPhones, beside libphonenumber-js max (goal: at least 4 x mixed, 12 x already E.164)');
console.table([await benchPhones()]);
console.log(
  '\nThe command against simulators in another process, limits off, file ledger on, beside a bare loop of fetch',
);
console.table(await benchImport());
