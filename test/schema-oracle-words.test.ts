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
/** The keywords that the output names as not checked, by schema. */
const notChecked = new Map<number, string[]>();

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
  for (const [, index, keyword = ''] of stderr.matchAll(/^not checked: Word(\d+)\S*\.(\S+)$/gm))
    notChecked.set(Number(index), [...(notChecked.get(Number(index)) ?? []), keyword]);
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

/** What JSON Schema has and the generated schemas do not carry. */
const NOT_CARRIED = (
  'const contains dependentRequired dependentSchemas else enum format if maxContains minContains patternProperties propertyNames then ' +
  'unevaluatedProperties uniqueItems'
).split(' ');

test('the keywords that the output names as not checked are those that are known as such', () => {
  expect([...new Set([...notChecked.values()].flat())].sort()).toEqual(NOT_CARRIED);
});

describe('the generated schema and ajv judge alike; with a keyword that is named as not checked it accepts more, and never less', () => {
  test.each(WORDS.map(({ says, values }, index) => ({ says, values, index })))('$says', ({ index, values }) => {
    const expected = ajvOf(index) ?? [];
    const judged = verdicts[index] ?? [];
    const differing = values.filter((_, at) =>
      notChecked.has(index) ? expected[at] === true && judged[at] !== true : judged[at] !== expected[at],
    );
    expect(differing).toEqual([]);
    expect(expected).toContain(false);
  });
});

describe('they are known to differ in', () => {
  test.each(UNLIKE.map(({ says, ajv, zod }, at) => ({ says, ajv, zod, index: WORDS.length + at })))(
    '$says',
    ({ index, ajv, zod }) => {
      expect({ ajv: ajvOf(index), zod: verdicts[index] }).toEqual({ ajv: [ajv], zod: [zod] });
    },
  );
});

test('the generated files compile', () => {
  const config = { extends: './tsconfig.json', compilerOptions: { noUncheckedIndexedAccess: true } };
  writeFileSync(join(folder, 'out/strict.json'), JSON.stringify(config));
  const compiler = join(root, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(compiler, ['-p', join(folder, 'out/strict.json'), '--noEmit'], { encoding: 'utf8' });
  expect(stdout).toBe('');
});
