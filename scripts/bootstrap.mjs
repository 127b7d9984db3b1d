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
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env, ...more });
  if (done.error) console.error(done.error.message);
  if (done.status !== 0) process.exit(done.status ?? 1);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== want) {
  console.log('Installing what leadwire needs, about a minute. Failures are shown.');
  // On Windows npx is a script, which only a shell can run.
  run('npx', ['--yes', pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent'], {
    shell: process.platform === 'win32',
  });
  writeFileSync(stamp, want);
}
const runtime = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
if (!existsSync(runtime) && Number.parseInt(process.versions.node, 10) < 24) {
  console.error(`npm has no Node 24 for ${process.platform}-${process.arch}: run this with Node 24 or later.`);
  process.exit(1);
}
const bin = join(root, 'node_modules', '.bin');
// Without a shell: the folder and the arguments may have spaces.
run(process.execPath, [join(root, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs'), 'run', ...process.argv.slice(2)], {
  env: { ...env, PATH: [runtime, bin, process.env.PATH].join(delimiter) },
});
