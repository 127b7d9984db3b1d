import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('npm start -- --workers 3 loses and doubles no lead when one of its workers is killed', {
  timeout: 300_000,
}, async () => {
  const printed = await new Promise<string>((resolve, reject) => {
    const args = ['--conditions=leadwire-source', 'scripts/main.ts', '--workers', '3'];
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) =>
      error ? reject(new Error(`${stdout}${stderr}`)) : resolve(stdout),
    );
  });
  expect(printed).toContain('3, one of them killed');
  expect(printed).toMatch(/leads in: (\d+), leads there: \1, twice: 0, lost: 0/);
});
