import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './testing.ts';

let folder = '';
let path = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-mean-'));
  path = join(folder, 'leads.csv');
  await writeFile(path, 'Name,Mobile,Budget\nAsha,98765 43210,5000\n');
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['a destination', ['--to', 'topcals'], 'Did you mean topcalls?'],
  ['how phones are meant', ['--phones', 'internationl'], 'Did you mean international?'],
  ['a column of --map', ['--map', 'phone=Mobil'], 'Did you mean Mobile?'],
  ['a column of --skip', ['--skip', 'Budjet=1'], 'Did you mean Budget?'],
  ['a column of --key', ['--key', 'Nmae'], 'Did you mean Name?'],
  ['a field of --map', ['--map', 'fristName=Name'], 'Did you mean firstName?'],
  ['a country by its name', ['--country', 'Germany'], 'Germany is DE.'],
  ['a country by its name, misspelt', ['--country', 'Germny'], 'Germany is DE.'],
  ['a country that has a code of the past, too', ['--country', 'France'], 'France is FR.'],
  ['a country whose name another code had', ['--country', 'Serbia'], 'Serbia is RS.'],
  ['an encoding', ['--encoding', 'utf8-16le'], 'Did you mean utf-16le?'],
  ['the United Kingdom', ['--country', 'UK'], 'The United Kingdom is GB.'],
])('%s that is misspelt is answered with what was meant', async (_what, flags, hint) => {
  const { code, stderr } = await runCommand(['check', path, ...flags]);
  expect(code).toBe(2);
  expect(stderr).toContain(hint);
});

test('--on-existing that is misspelt is answered with what was meant', async () => {
  const { code, stderr } = await runCommand(['import', path, '--to', 'pulsecrm', '--on-existing', 'updte']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean update?')]);
});

test('a value that is like none of the choices gets no suggestion', async () => {
  const { stderr } = await runCommand(['check', path, '--to', 'salesforce']);
  expect(stderr).toContain('Allowed choices are');
  expect(stderr).not.toContain('Did you mean');
});
