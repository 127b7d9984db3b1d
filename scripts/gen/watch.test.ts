import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

// `pnpm gen --watch` as a command, and a package of the workspace that follows a spec through it without being built.

const workspace = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT_MS = 120_000;

let folder: string;
let watching: Watching | undefined;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'leadwire-watch-')));
});
afterEach(() => {
  watching?.process.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Watching {
  process: ChildProcess;
  /** Waits until the command prints this, behind what was waited for before. */
  says(text: string): Promise<void>;
  ended: Promise<number | null>;
}

function watchSpecs(...args: string[]): Watching {
  const command = spawn(process.execPath, [join(workspace, 'scripts/gen.ts'), ...args, '--watch'], { cwd: folder });
  let output = '';
  let waiting = (): void => {};
  for (const stream of [command.stdout, command.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      waiting();
    });
  const says = (text: string): Promise<void> =>
    new Promise((found) => {
      waiting = () => {
        const at = output.indexOf(text);
        if (at < 0) return;
        output = output.slice(at + text.length);
        waiting = () => {};
        found();
      };
      waiting();
    });
  const ended = new Promise<number | null>((done) => command.once('exit', done));
  watching = { process: command, says, ended };
  return watching;
}

const specWith = (field: string): string => `openapi: 3.1.0
info: { title: Watched, version: '1' }
paths:
  /leads:
    get:
      operationId: leads.list
      responses:
        '200': { description: Leads, content: { application/json: { schema: { type: object, properties: { ${field}: {} } } } } }
`;

describe('pnpm gen --watch', () => {
  let spec: string;
  const out = (): string => join(folder, 'out');
  const types = (): string => readFileSync(join(out(), 'types.ts'), 'utf8');
  const start = async (): Promise<Watching> => {
    writeFileSync(spec, specWith('first'));
    const started = watchSpecs('--spec', spec, '--out', out());
    await started.says('out: ');
    await started.says('\n');
    return started;
  };
  beforeAll(() => {
    mkdirSync(join(folder, 'specs'));
    spec = join(folder, 'specs/watched.yaml');
  });

  test('writes the client again when the spec is edited', async () => {
    const { says } = await start();
    writeFileSync(spec, specWith('second'));
    await says('files written');
    expect(types()).toContain('second');
  }, 120_000);

  test('says what is wrong with a broken spec, leaves the client as it was, and follows the spec once it is repaired', async () => {
    const { says } = await start();
    writeFileSync(spec, 'openapi: 3.1.0\npaths: [\n');
    await says('specs/watched.yaml:3 cannot be read');
    await says('Nothing was written.');
    expect(types()).toContain('first');
    writeFileSync(spec, specWith('third'));
    await says('files written');
    expect(types()).toContain('third');
  }, 120_000);

  test('goes on from a spec that is broken from the start', async () => {
    writeFileSync(spec, '- nothing');
    const { says } = watchSpecs('--spec', spec, '--out', out());
    await says('is not an OpenAPI document');
    writeFileSync(spec, specWith('fourth'));
    await says('files written');
    expect(types()).toContain('fourth');
  }, 120_000);

  test('ends with 130 on Ctrl-C, in the middle of a run too, and leaves whole files and nothing else', async () => {
    const { ended, process: command, says } = watchSpecs('--spec', spec, '--out', out());
    await says('watching');
    command.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(readdirSync(out()).filter((name) => name.startsWith('.gen-'))).toEqual([]);
    expect(
      spawnSync(process.execPath, [join(workspace, 'scripts/gen.ts'), '--spec', spec, '--out', out(), '--check'])
        .status,
    ).toBe(0);
  }, 120_000);
});

describe('a package of the workspace that depends on a client by workspace:*', () => {
  let root: string;
  const consumer = (): string => join(root, 'packages/consumer');
  const run = (tool: string, ...args: string[]): string => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
    const { status, stderr, stdout } = spawnSync(tool, args, { cwd: consumer(), encoding: 'utf8', env });
    return `${stdout}${stderr}${status === 0 ? '' : `ended with ${status}`}`;
  };
  const compile = (): string => run(process.execPath, join(workspace, 'node_modules/typescript/bin/tsc'), '-p', '.');

  beforeAll(() => {
    root = join(folder, 'workspace');
    const left = new Set(['dist', '.turbo']);
    for (const part of [
      'packages/core',
      'packages/topcalls',
      'generated/topcalls',
      'specs/topcalls.yaml',
      'tsconfig.json',
    ])
      cpSync(join(workspace, part), join(root, part), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !left.has(basename(path)),
      });
    symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
    mkdirSync(join(consumer(), 'node_modules/@leadwire'), { recursive: true });
    symlinkSync('../../../topcalls', join(consumer(), 'node_modules/@leadwire/topcalls'));
    for (const [file, text] of Object.entries(CONSUMER)) writeFileSync(join(consumer(), file), text);
  });

  test(
    'runs, is tested and is type-checked although nothing was built',
    () => {
      expect(compile()).toBe('');
      expect(run(process.execPath, '--conditions=leadwire-source', 'send.ts')).toBe('New\n');
      expect(run(process.execPath, join(workspace, 'node_modules/vitest/vitest.mjs'), 'run')).toMatch(/1 passed/);
    },
    LIMIT_MS,
  );

  test(
    'follows an edit of the spec through pnpm gen --watch, in its types and at run time',
    async () => {
      const { says } = watchSpecs('--root', root);
      await says('topcalls: unchanged');
      const spec = join(root, 'specs/topcalls.yaml');
      writeFileSync(spec, readFileSync(spec, 'utf8').replace('enum: [New, Contacted', 'enum: [Fresh, Contacted'));
      await says('files written');
      expect(compile()).toContain(`'"New"' is not assignable`);
      expect(run(process.execPath, '--conditions=leadwire-source', 'send.ts')).toContain('status must be one of');
    },
    LIMIT_MS,
  );
});

const CONSUMER: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    ...{ name: 'consumer', private: true, type: 'module', dependencies: { '@leadwire/topcalls': 'workspace:*' } },
  }),
  'tsconfig.json': JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] }),
  'vitest.config.ts': `import { defineConfig } from 'vitest/config';
const conditions = ['leadwire-source', 'node'];
export default defineConfig({ resolve: { conditions }, ssr: { resolve: { conditions } } });
`,
  'send.ts': `import { createTopcalls, type LeadUpdate } from '@leadwire/topcalls';

export const change = { status: 'New' } as const satisfies LeadUpdate;

/** The status that reaches the provider, or why none does. */
export async function sentStatus(): Promise<string> {
  let sent = '';
  const fetch = async (request: Request | string | URL) => {
    sent = await new Request(request).text();
    return Response.json({});
  };
  const topcalls = createTopcalls({ apiKey: 'k', fetch });
  const updated = await topcalls.leads.update('3c90c3cc-0d44-4b50-8888-8dd25736052a', change).safe();
  return sent === '' && !updated.ok ? updated.error.message : (JSON.parse(sent) as { status: string }).status;
}

if (process.argv[1]?.endsWith('send.ts')) console.log(await sentStatus());
`,
  'send.test.ts': `import { expect, test } from 'vitest';
import { sentStatus } from './send.ts';

test('a status is sent', async () => {
  expect(await sentStatus()).toBe('New');
});
`,
};
