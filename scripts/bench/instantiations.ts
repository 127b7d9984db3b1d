import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

const CLIENT = `import { createTopcalls } from '@leadwire/topcalls';\nexport const topcalls = createTopcalls({ apiKey: 'x' });\n`;

/** Twenty operations of one client, each called once. */
const TWENTY = [
  `leads.list({ status: 'New' })`,
  `leads.create({ name: 'a', phone_number: '+14155552671', list_id: 'x' })`,
  `leads.get('x')`,
  `leads.update('x', { status: 'Contacted' })`,
  `leads.delete('x')`,
  `leads.bulk({ list_id: 'x', leads: [] })`,
  `leads.bulkDelete({ ids: ['x'] })`,
  `calls.list()`,
  `calls.get('x')`,
  `calls.stop('x')`,
  `calls.cancel('x')`,
  `campaigns.list()`,
  `campaigns.get('x')`,
  `campaigns.start('x')`,
  `campaigns.pause('x')`,
  `phoneNumbers.list()`,
  `phoneNumbers.get('x')`,
  `carriers.list()`,
  `carriers.delete('x')`,
  `models.list()`,
];

/** What the compiler instantiates for twenty typed calls, beyond the client itself. */
export function benchInstantiations(): { calls: number; instantiations: number } {
  const folder = mkdtempSync(join(root, 'scripts', 'bench', '.types-'));
  try {
    const calls = TWENTY.map((call, index) => `export const r${index} = await topcalls.${call};`).join('\n');
    const empty = instantiations(folder, CLIENT);
    return { calls: TWENTY.length, instantiations: instantiations(folder, `${CLIENT}${calls}\n`) - empty };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function instantiations(folder: string, source: string): number {
  writeFileSync(join(folder, 'calls.ts'), source);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../tsconfig.json', files: ['calls.ts'], include: [] }),
  );
  const said = execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--extendedDiagnostics'],
    { encoding: 'utf8' },
  );
  return Number(/Instantiations:\s+(\d+)/.exec(said)?.[1]);
}

if (process.argv[1] === import.meta.filename) console.log(benchInstantiations());
