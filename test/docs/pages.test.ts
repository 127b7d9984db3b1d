import { execFile } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsOf, exportsWithoutPowerShell, missingLines, pageBlocks, wordsOf } from './page-blocks.ts';
import { makeReadersFolder, PAGES, root } from './pages.ts';

// The programs of the documentation compile; pages.matrix.test.ts runs them.

const LANGUAGES = ['csv', 'json', 'sh', 'text', 'ts', 'yaml'];

let home: string;
beforeAll(() => {
  home = makeReadersFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test.each(PAGES)('$path has blocks of known languages only, so that none is left unread', ({ blocks }) => {
  expect(blocks.filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
});

test.each(PAGES)('$path installs packages that there are', ({ blocks }) => {
  const commands = blocks.flatMap(({ code, language }) => (language === 'sh' ? commandsOf(code) : []));
  const names = commands.flatMap(({ text }) => /^npm install (.+)$/.exec(text)?.[1]?.split(' ') ?? []);
  const ours = names.filter((name) => !name.startsWith('-') && name.includes('leadwire'));
  expect(ours.filter((name) => !existsSync(join(home, 'node_modules', name)))).toEqual([]);
});

test.each(PAGES)('$path sets in PowerShell, too, what it exports', ({ text }) => {
  expect(exportsWithoutPowerShell(text)).toEqual([]);
});

test('every program of the pages compiles', { timeout: 120_000 }, async () => {
  // Without an import or export a block would be a script, and share its names with all the others.
  for (const { blocks, folder } of PAGES)
    for (const { code, file, line } of blocks.filter(({ language }) => language === 'ts'))
      writeFileSync(join(home, folder, file ?? `line-${line}.ts`), `${code}export {};\n`);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const said = await new Promise<string>((resolve) =>
    execFile(process.execPath, [compiler, '-p', home], (_, stdout) => resolve(stdout)),
  );
  // What is wrong in the packages themselves is told by `pnpm typecheck`.
  expect(said.split('\n').filter((line) => line.includes('leadwire-docs-'))).toEqual([]);
});

test('a block is written to its file, and the others are run', () => {
  const page =
    '```csv leads.csv\na\n```\n```ts\n// file: a.ts\nexport {}\n```\n```sh ignore-run: needs docker\nls\n```\n';
  expect(pageBlocks(page).map(({ file, ignored, line }) => [file, ignored, line])).toEqual([
    ['leads.csv', undefined, 1],
    ['a.ts', undefined, 4],
    [undefined, 'needs docker', 8],
  ]);
});

test('a command goes on behind a backslash and says its exit code in a comment', () => {
  expect(commandsOf('a --b \\\n  c # exit code 1\n# nothing\nd   # why\n')).toEqual([
    { text: 'a --b c', exitCode: 1 },
    { text: 'd', exitCode: 0 },
  ]);
});

test('a command is taken apart as a terminal does: quotes hold spaces, and what was exported is filled in', () => {
  expect(wordsOf(`leadwire status --database-url "$URL" '$URL' --map "phone=Work Phone"`, { URL: 'a b' })).toEqual([
    ...['leadwire', 'status', '--database-url', 'a b', '$URL', '--map', 'phone=Work Phone'],
  ]);
});

test('a variable that is exported and not set in PowerShell is named', () => {
  const page = '```sh\nexport KEY=a TOKEN=b\n```\n\nIn PowerShell: `$env:KEY = 1`.\n';
  expect(exportsWithoutPowerShell(page)).toEqual(['TOKEN']);
});

test('lines that were not printed, or not in this order, are missed', () => {
  expect(missingLines('a … c\nd\n', 'x\na b c\nd\n')).toEqual([]);
  expect(missingLines('d\na\n', 'a\nd\n')).toEqual(['a']);
});
