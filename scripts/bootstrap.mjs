// What `npm start` and `npm test` do on a machine that has only Node and npm: install once, then run a script on Node 24.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pnpm = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('+')[0];
const stamp = join(root, 'node_modules', '.bootstrap');
const want = createHash('sha256')
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .update(readFileSync(join(root, 'pnpm-workspace.yaml')))
  .update(pnpm)
  .digest('hex');

const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
};
// The settings that npm hands down would be read by pnpm as its own.
for (const key of Object.keys(env)) {
  if (/^npm_(config|package|lifecycle|execpath|node_execpath|command)/i.test(key)) delete env[key];
}

function run(command, args, more = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...env, ...more },
  });
  if (done.error) console.error(done.error.message);
  if (done.status !== 0) process.exit(done.status ?? 1);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== want) {
  console.log('Installing what leadwire needs, about a minute. Failures are shown.');
  run('npx', ['--yes', pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent']);
  writeFileSync(stamp, want);
}
const runtime = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
const bin = join(root, 'node_modules', '.bin');
run(join(bin, 'pnpm'), ['run', ...process.argv.slice(2)], {
  PATH: [runtime, bin, process.env.PATH].join(delimiter),
});
