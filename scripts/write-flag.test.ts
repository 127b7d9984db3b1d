import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test.each([
  ['pnpm size', 'size', '--wirte'],
  ['pnpm api', 'api-report', 'write'],
])('%s refuses an argument that it does not know, names it and shows its usage', (command, folder, argument) => {
  const main = fileURLToPath(new URL(`${folder}/main.ts`, import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [main, argument], { encoding: 'utf8' });
  expect(stderr).toContain(`'${argument}'`);
  expect(stderr).toContain(`Usage: ${command} [--write]`);
  expect(status).toBe(2);
});
