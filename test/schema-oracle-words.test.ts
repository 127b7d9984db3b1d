import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PARTS, UNLIKE, WORDS } from './schema-oracle/words.ts';
import { validatorIn } from './schema-oracle/written.ts';

// A stranger's document with every word of JSON Schema in it: what `pnpm gen` makes of it judges as ajv does.

const root = fileURLToPath(new URL('..', import.meta.url));
const all = [...WORDS, ...UNLIKE];
const nameOf = (index: number) => `Word${index}`;
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Words', version: '1' },
  paths: {
    '/words': {
      get: {
        operationId: 'words.get',
        'x-leadwire-effect': 'read',
        parameters: [{ $ref: '#/components/parameters/Limit' }],
        responses: {
          200: { description: 'Some', content: { 'application/json': { schema: { type: 'string', minLength: 1 } } } },
        },
      },
    },
  },
  components: {
    parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } } },
    schemas: { ...PARTS, ...Object.fromEntries(all.map(({ schema }, index) => [nameOf(index), schema])) },
  },
};

/** Run beside the generated files: prints the verdicts of each schema. */
const JUDGE = `
import { readFileSync } from 'node:fs';
import * as schemas from './out/schemas.ts';
const cases = JSON.parse(readFileSync('cases.json', 'utf8'));
console.log(JSON.stringify(cases.map(({ name, values }) => values.map((value) => schemas['z' + name].safeParse(value).success))));
`;

let folder: string;
let verdicts: boolean[][];
/** Schemas with a keyword that the output names as not checked. */
const notChecked = new Set<number>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-words-'));
  writeFileSync(join(folder, 'words.json'), JSON.stringify(DOCUMENT));
  writeFileSync(
    join(folder, 'cases.json'),
    JSON.stringify(all.map(({ values }, index) => ({ name: nameOf(index), values }))),
  );
  writeFileSync(join(folder, 'judge.mjs'), JUDGE);
  symlinkSync(join(root, 'generated/topcalls/node_modules'), join(folder, 'node_modules'));
  const { stderr } = run(join(root, 'scripts/gen.ts'), '--spec', 'words.json', '--out', 'out');
  for (const [, index] of stderr.matchAll(/^not checked: Word(\d+)/gm)) notChecked.add(Number(index));
  verdicts = JSON.parse(run('judge.mjs').stdout);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): { stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
}

const ajvOf = (index: number) => {
  const fits = validatorIn(DOCUMENT, `#/components/schemas/${nameOf(index)}`);
  return all[index]?.values.map((value) => fits(value));
};

/** Judged differently: a keyword without a type is read as of the type that it is for, and bounds beside an enum are not checked. */
const DIFFERENT = new Set([
  'not, of a type',
  'prefixItems and nothing else',
  'enum with bounds',
  'required where nothing is allowed',
  'required without a type',
  'additionalProperties without a type',
]);

describe('the generated schema and ajv judge alike, or the output names the keyword that is not checked', () => {
  test.each(WORDS.map(({ says, values }, index) => ({ says, values, index })))('$says', ({ index, says, values }) => {
    const expected = ajvOf(index) ?? [];
    const judged = verdicts[index] ?? [];
    const differing = values.filter((_, at) =>
      notChecked.has(index) ? expected[at] === true && judged[at] !== true : judged[at] !== expected[at],
    );
    if (DIFFERENT.has(says)) expect(differing).not.toEqual([]);
    else expect(differing).toEqual([]);
  });
});

describe('they are known to differ in', () => {
  test.each(UNLIKE.map(({ says, zod }, at) => ({ says, zod, index: WORDS.length + at })))('$says', ({ index, zod }) => {
    expect(verdicts[index]).toEqual([zod]);
  });
});

test('the generated files compile', () => {
  const config = { extends: './tsconfig.json', compilerOptions: { noUncheckedIndexedAccess: true } };
  writeFileSync(join(folder, 'out/strict.json'), JSON.stringify(config));
  const compiler = join(root, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(compiler, ['-p', join(folder, 'out/strict.json'), '--noEmit'], { encoding: 'utf8' });
  expect(stdout).toBe('');
});
