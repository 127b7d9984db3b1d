import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

const PROGRAM = `
import { standIn } from '${new URL('../testing.ts', import.meta.url)}';
const client = standIn({ fetch: async () => new Response(null, { status: 400 }) });
const unhandled = [];
process.on('unhandledRejection', (error) => unhandled.push(error.kind));
const turn = () => new Promise((resolve) => setImmediate(resolve));
const make = () => client.things.create({ name: 'Jane' });
const consume = {
  safe: () => make().safe(),
  withMeta: () => make().withMeta().catch(() => undefined),
  awaited: () => make().catch(() => undefined),
  iterated: async () => {
    try { for await (const _ of client.things.list()); } catch {}
  },
  pages: async () => {
    try { for await (const _ of client.things.list().pages()); } catch {}
  },
};
const told = {};
for (const [name, way] of Object.entries(consume)) {
  unhandled.length = 0;
  await way();
  await turn();
  told[name] = [...unhandled];
}
const isUnhandled = new Promise((resolve) => process.once('unhandledRejection', resolve));
void make();
await isUnhandled;
told.nobody = unhandled;
console.log(JSON.stringify(told));
`;

/** Runs a program in its own Node process: an unhandled rejection must not end the test runner. */
async function run(program: string) {
  const node = spawn(process.execPath, ['--conditions=leadwire-source', '--input-type=module', '--eval', program], {
    timeout: 100_000,
  });
  const [stdout, stderr, [code]] = await Promise.all([text(node.stdout), text(node.stderr), once(node, 'close')]);
  return { stdout, stderr, code };
}

describe('a failure that is not handled', () => {
  test('is an unhandled rejection, like any promise’s; safe(), withMeta() and iteration cause none of their own', async () => {
    const { stdout, stderr } = await run(PROGRAM);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      nobody: ['rejected'],
      safe: [],
      withMeta: [],
      awaited: [],
      iterated: [],
      pages: [],
    });
  });

  test('ends a program: a lost lead is never silent', async () => {
    const { code, stderr } = await run(`
      import { standIn } from '${new URL('../testing.ts', import.meta.url)}';
      standIn({ fetch: async () => new Response(null, { status: 400 }) }).things.create({ name: 'Jane Secret' });
    `);
    expect(code).toBe(1);
    expect(stderr).toContain('LeadwireError: stand-in things.create was refused (400)');
    expect(stderr).not.toContain('Secret');
  });
});
