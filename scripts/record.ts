// `pnpm record`: runs what `npm start` runs in a real pseudo-terminal, and draws what it printed as scripts/recording.svg.
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Chunk, film, machinePaths } from './record/film.ts';
import { svg } from './record/svg.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'scripts', 'recording.svg');
/** As wide as the widest table row; longer lines wrap, as they do in a terminal of this size. */
const SIZE = { columns: 104, rows: 40 };
const MOST_BYTES = 60_000;

async function main(): Promise<void> {
  const version = spawnSync('script', ['--version'], { encoding: 'utf8' });
  if (version.error !== undefined || !version.stdout.includes('util-linux'))
    throw new Error('needs the command `script` of util-linux for a pseudo-terminal (on Debian: package bsdutils)');

  const chunks = await run('node --conditions=leadwire-source scripts/main.ts');
  const drawn = svg(film(chunks, SIZE.columns), { command: 'npm start', title: 'What npm start prints' });

  const printed = chunks.map(({ text }) => text).join('');
  const paths = machinePaths(printed, [root, homedir(), tmpdir(), hostname()]);
  if (paths.length > 0) throw new Error(`the output names places on this machine: ${paths.join(', ')}`);
  const bytes = Buffer.byteLength(drawn);
  if (bytes > MOST_BYTES) throw new Error(`the recording has ${bytes} bytes, more than ${MOST_BYTES}`);
  writeFileSync(out, drawn);
  console.log(`scripts/recording.svg: ${bytes} bytes`);
}

/** What the command wrote to its terminal, and when. */
function run(command: string): Promise<Chunk[]> {
  const { rows, columns } = SIZE;
  const child = spawn('script', ['-qfec', `stty rows ${rows} cols ${columns}; exec ${command}`, '/dev/null'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    },
  });
  const chunks: Chunk[] = [];
  const startedAt = performance.now();
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => chunks.push({ at: performance.now() - startedAt, text }));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      if (code === 0) done(chunks);
      else fail(new Error(`the run ended with exit code ${code}\n${chunks.map(({ text }) => text).join('')}`));
    });
  });
}

try {
  await main();
} catch (error) {
  console.error(`record: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
