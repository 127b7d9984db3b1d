import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '@leadwire/testing';
import { type Command, commandsOf, missingLines, type PageBlock } from './page-blocks.ts';

/** What did not come out as the page says: the line of the block, and why. */
export interface Fault {
  readonly line: number;
  readonly why: string;
}

const EXPORT = /^export (\w+)=(.*)$/;
const PORT = /\b4010\b/g;
/** Commands that run until they are stopped; the page goes on in another terminal. */
const KEEPS_RUNNING = /^(npx )?leadwire (simulate|ui|worker(?!.*--drain))\b/;
const MAIN = join(import.meta.dirname, '../../packages/cli/src/main.ts');
const VENDORS = new URL('simulated-vendors.ts', import.meta.url).href;

/**
 * Follows a page as a reader would: writes its files, runs its programs and commands, compares its `text` blocks. What a page exports as
 * an example (the address of a database) is `given` by the test.
 */
export async function runPage(
  blocks: readonly PageBlock[],
  folder: string,
  given: Readonly<Record<string, string>> = {},
): Promise<Fault[]> {
  const port = await freePort();
  const reader = openShell(folder, given);
  const faults: Fault[] = [];
  let output = '';
  try {
    for (const block of blocks.filter(({ ignored }) => ignored === undefined)) {
      const code = block.code.replaceAll(PORT, String(port));
      if (block.language === 'text') {
        const missing = missingLines(code, output);
        if (missing.length > 0)
          faults.push({ line: block.line, why: `not printed: ${missing.join(' | ')}\n${output}` });
      } else if (block.file !== undefined) {
        mkdirSync(dirname(join(folder, block.file)), { recursive: true });
        writeFileSync(join(folder, block.file), code);
      } else {
        const ran = await reader.run(programOf(block, code, folder));
        output = ran.output;
        faults.push(...ran.wrong.map((why) => ({ line: block.line, why })));
      }
    }
  } finally {
    await reader.close();
  }
  return faults;
}

function programOf({ language, line }: PageBlock, code: string, folder: string): readonly Command[] {
  if (language === 'sh') return commandsOf(code);
  if (language !== 'ts') return [];
  const file = `line-${line}.ts`;
  writeFileSync(join(folder, file), code);
  return [{ text: `node ${file}`, exitCode: 0 }];
}

/** Commands in one folder and one environment, as in a terminal. */
function openShell(folder: string, given: Readonly<Record<string, string>>) {
  const bin = join(folder, '.bin');
  mkdirSync(bin, { recursive: true });
  const script = (name: string, text: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  script('leadwire', `exec "${process.execPath}" "${MAIN}" "$@"`);
  // What a page installs is linked already, and `npx` runs what is installed.
  script('npm', 'exit 0');
  script('npx', 'exec "$@"');
  const env: Record<string, string> = {
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(':'),
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    NODE_OPTIONS: `--conditions=leadwire-source --disable-warning=ExperimentalWarning --import=${VENDORS}`,
  };
  const running: ChildProcess[] = [];

  const runOne = async ({ exitCode, text }: Command): Promise<{ said: string; wrong: string[] }> => {
    const child = spawn('sh', ['-c', `exec ${text}`], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk;
      });
    if (!KEEPS_RUNNING.test(text)) {
      const [code] = await once(child, 'close');
      return { said, wrong: code === exitCode ? [] : [`${text}: exit code ${code}\n${said}`] };
    }
    running.push(child);
    // It says where it listens, or that it works, when it is ready.
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    return { said, wrong: child.exitCode === null ? [] : [`${text} ended\n${said}`] };
  };

  return {
    async run(commands: readonly Command[]) {
      let output = '';
      const wrong: string[] = [];
      for (const command of commands) {
        const [, name, value] = EXPORT.exec(command.text) ?? [];
        if (name !== undefined && value !== undefined) env[name] = given[name] ?? value.replaceAll(/^["']|["']$/g, '');
        else {
          const ran = await runOne(command);
          output += ran.said;
          wrong.push(...ran.wrong);
        }
      }
      return { output, wrong };
    },
    async close() {
      for (const child of running.filter(({ exitCode }) => exitCode === null)) {
        child.kill('SIGTERM');
        await once(child, 'close');
      }
    },
  };
}
