import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '@leadwire/testing';
import { type Command, commandsOf, missingLines, type PageBlock, wordsOf } from './page-blocks.ts';

/** What did not come out as the page says: the line of the block, and why. */
export interface Fault {
  readonly line: number;
  readonly why: string;
}

const EXPORT = /^export (\w+)=(.*)$/;
const PORT = /\b4010\b/g;
const MAIN = join(import.meta.dirname, '../../packages/cli/src/main.ts');

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
  const reader = openTerminal(folder, given);
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

/** The arguments of Node for a command of a page; undefined for `npm`, whose packages are linked already. Needs no shell, so that it runs on Windows, too. */
function argumentsOf([program, ...args]: readonly string[]): readonly string[] | undefined {
  if (program === 'npm') return undefined;
  if (program === 'npx') return argumentsOf(args);
  if (program === 'node') return args;
  if (program === 'leadwire') return [MAIN, ...args];
  throw new Error(`a page runs ${program}, which is not known here`);
}

/** Whether a command runs until it is stopped; the page goes on in another terminal. */
const keepsRunning = ([main, command = '', ...flags]: readonly string[]): boolean =>
  main === MAIN && (/^(simulate|ui)$/.test(command) || (command === 'worker' && !flags.includes('--drain')));

/** Commands in one folder and one environment, as in a terminal. */
function openTerminal(folder: string, given: Readonly<Record<string, string>>) {
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    NODE_OPTIONS: '--conditions=leadwire-source --disable-warning=ExperimentalWarning',
  };
  const running: ChildProcess[] = [];

  const runOne = async ({ exitCode, text }: Command): Promise<{ said: string; wrong: string[] }> => {
    const args = argumentsOf(wordsOf(text, env));
    if (args === undefined) return { said: '', wrong: [] };
    const child = spawn(process.execPath, args, {
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
    if (!keepsRunning(args)) {
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
