import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// A program whose only dependency of ours is one provider package, as pnpm lays it out: what its exports are inferred to be must have a name there.

const root = fileURLToPath(new URL('..', import.meta.url));

const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  topcalls: [
    "createTopcalls({ apiKey: 'k' })",
    "client.leads.create({ name: 'Jane', phone_number: '+14155552671', list_id: 'id' })",
    'client.leads.list()',
    'client.leads.list().pages()',
    'client.leads.list().safe()',
    "client.leads.get('id').withMeta()",
    "await client.leads.get('id')",
    "client.leads.bulk({ list_id: 'id', leads: [] })",
    "client.calls.get('id')",
    "client.calls.create({ phone_number: '+14155552671', task: 'Say hello to her' })",
    "client.target({ listId: 'id' })",
    "client.target({ listId: 'id' }).send({ phone: '+14155552671' })",
    'client.check()',
    'client.leads',
    "(id: string) => client.leads.update(id, { status: 'Contacted' })",
  ],
  pulsecrm: [
    "createPulsecrm({ accountId: '1', token: 't' })",
    "client.leads.create({ firstName: 'Jane', lastName: 'Doe' })",
    'client.leads.list().safe()',
    "client.leads.find({ phone: '+14155552671' })",
    'client.teams.list()',
    'client.leadRotations.list()',
    'client.target()',
    "client.target().check({ phone: '+14155552671' })",
    'client.auth',
  ],
};

const textOf = (provider: string, values: readonly string[]): string => {
  const create = `create${provider[0]?.toUpperCase()}${provider.slice(1)}`;
  const [made, ...rest] = values;
  return [
    `import { ${create} } from '@leadwire/${provider}';`,
    `export const client = ${made};`,
    ...rest.map((value, index) => `export const value${index} = ${value};`),
  ].join('\n');
};

test('a program that exports what a client gives compiles with declarations, without a name of core', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-declarations-'));
  try {
    mkdirSync(join(folder, 'node_modules/@leadwire'), { recursive: true });
    for (const [provider, values] of Object.entries(EXPORTS)) {
      symlinkSync(join(root, 'packages', provider), join(folder, 'node_modules/@leadwire', provider));
      writeFileSync(join(folder, `${provider}.mts`), textOf(provider, values));
    }
    const compilerOptions = {
      declaration: true,
      emitDeclarationOnly: true,
      outDir: 'out',
      strict: true,
      target: 'esnext',
      module: 'nodenext',
      customConditions: ['leadwire-source'],
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      types: [],
      rootDir: '/',
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: Object.keys(EXPORTS).map((name) => `${name}.mts`) }),
    );
    const tsc = join(root, 'node_modules/.bin/tsc');
    const { stdout } = await promisify(execFile)(tsc, ['-p', folder]).catch((failed: { stdout: string }) => failed);
    expect(stdout.split('\n').filter((line) => line.includes('error'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
