import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators } from '@leadwire/simulators';
import { expect, test } from 'vitest';
import { fixture, runCommand } from './testing.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

/** Lines of the sh blocks that run the command, as words, without their comments. */
const commands = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = '']) => block.split('\n'))
  .map((line) => line.replace(/ {2,}#.*/, '').trim())
  .filter((line) => line.startsWith('leadwire '))
  .map((line) => line.split(' ').slice(1));

test('the commands of the README run in their order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leadwire-readme-'));
  const simulators = createSimulators({ seed: 7 });
  const server = await simulators.listen();
  try {
    await copyFile(fixture('woo.csv'), join(folder, 'leads.csv'));
    const filled = (word: string) =>
      word === 'ID' ? LIST : word.replace(/^(leads|out)\.csv$/, join(folder, '$1.csv'));
    expect(commands.map(([name]) => name)).toEqual(['check', 'import', 'import', 'status', 'parked']);
    for (const words of commands) {
      const address = words[0] === 'import' ? ['--base-url', server.urls.topcalls] : [];
      const ran = await runCommand([...words.map(filled), ...address], { env: { TOPCALLS_API_KEY: 'key' } });
      expect([words.join(' '), ran.code]).toEqual([words.join(' '), 0]);
    }
    expect(simulators.topcalls.leads).toHaveLength(2);
  } finally {
    await simulators.close();
    await rm(folder, { recursive: true });
  }
});

test('every option of import stands in the README, and every command and option of the README in the help', async () => {
  const { stdout: help } = await runCommand(['import', '--help']);
  const known = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
  const named = [...readme.matchAll(/--[a-z][a-z-]+/g)].map(([flag]) => flag);
  expect(known.filter((flag) => !named.includes(flag))).toEqual([]);
  const { stdout } = await runCommand(['--help']);
  const all = [...stdout.matchAll(/^ {2}([a-z]+) \[/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
  const helps = await Promise.all(all.map(async (name) => (await runCommand([name, '--help'])).stdout));
  const text = [...helps, '--global', '--help'].join('\n');
  expect([...new Set(named)].filter((flag) => !text.includes(flag))).toEqual([]);
  expect(all.filter((name) => !readme.includes(`| \`${name} `) && !readme.includes(`| \`${name}\``))).toEqual([]);
});
