import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('npm start with a flag that there is not says which there are, and does nothing else', () => {
  const args = ['--conditions=leadwire-source', 'scripts/main.ts', '--worker', '3'];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^Unknown option '--worker'[\s\S]*--workers N {2}instead: enqueue it/);
});
