import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** Every line of the README's sh blocks, without its comment. */
const commands = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== ''),
);

const runCli = (args: string[], cwd: string): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const entry = join(root, 'packages/cli/src/main.ts');
    const env = { PATH: process.env.PATH, TOPCALLS_API_KEY: 'tc_live_readme' };
    execFile(
      process.execPath,
      ['--conditions=leadwire-source', entry, ...args],
      { cwd, env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });

describe('a command of the README', () => {
  test.each(commands.filter((line) => line.startsWith('npm ')))('%s is there', (line) => {
    expect(Object.keys(scripts)).toContain(line.split(' ')[1]);
  });

  test.each(commands.filter((line) => line.startsWith('leadwire ')))('%s reads the sample', async (line) => {
    const folder = mkdtempSync(join(tmpdir(), 'leadwire-readme-'));
    try {
      copyFileSync(join(root, 'scripts/sample-leads.csv'), join(folder, 'leads.csv'));
      const { code, output } = await runCli([...line.split(' ').slice(1), '--dry-run'], folder);
      expect(output).toContain('248');
      expect(code).toBe(1); // ten rows of the sample cannot be sent, and the exit code says so
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('is named among the daily ones only if package.json has it', () => {
    const daily = [...readme.matchAll(/`pnpm ([\w:]+)/g)].map(([, name = '']) => name);
    expect(daily.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
