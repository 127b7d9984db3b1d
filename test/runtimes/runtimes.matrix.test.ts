import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnsOf, dispatchersOf, type Found, inPage, RUNTIMES, tryIn } from './runtimes.ts';
import { type ScenarioServers, startScenarioServers } from './scenario-server.ts';
import { readResults, writeResults } from './table.ts';

/** Writes results.json and the README's table anew instead of comparing with them. */
const isWriting = process.env.LEADWIRE_MATRIX_WRITE === '1';
const expected = isWriting ? undefined : readResults();
const seen: Record<string, Record<string, readonly string[]>> = {};

let servers: ScenarioServers;
beforeAll(async () => {
  servers = await startScenarioServers();
});
afterAll(async () => {
  await servers.close();
  if (!isWriting) return;
  const { CHECKS } = (await import('./checks.mjs' as string)) as { CHECKS: object };
  // A run of some runtimes (`-t Chromium`) leaves what was seen of the others.
  const known = { ...readResults().runtimes, ...seen };
  const runtimes = Object.fromEntries(RUNTIMES.flatMap(({ name }) => (known[name] ? [[name, known[name]]] : [])));
  writeResults({ checks: Object.keys(CHECKS).length, fetches: columnsOf(), runtimes });
});

const namesOf = (found: Found): Record<string, readonly string[]> =>
  Object.fromEntries(Object.entries(found).map(([fetch, failed]) => [fetch, Object.keys(failed)]));

const NONE_FAILED = (fetches: readonly string[]) => Object.fromEntries(fetches.map((name) => [name, {}]));

describe.each(RUNTIMES)('in $name', (runtime) => {
  test('every check comes to what results.json says, with each fetch', async () => {
    const found = await tryIn(runtime, servers, runtime.fetches, 'all');
    console.log(runtime.name, JSON.stringify(found));
    seen[runtime.name] = namesOf(found);
    if (expected !== undefined) expect(namesOf(found)).toEqual(expected.runtimes[runtime.name]);
  });

  test.runIf(runtime.takesProxy)('a proxy that refuses the tunnel proves that nothing was sent', async () => {
    expect(await tryIn(runtime, servers, ['global'], 'proxy')).toEqual(NONE_FAILED(['global']));
  });

  test.runIf(runtime.takesDispatcher)(
    'a dispatcher of another undici works, or proves that nothing was sent',
    async () => {
      const fetches = dispatchersOf(runtime);
      expect(await tryIn(runtime, servers, fetches, 'dispatcher')).toEqual(NONE_FAILED(fetches));
    },
  );
});

test('a page is refused a client that holds a key, and told what to do instead, unless it says that it may', async () => {
  const script = 'JSON.stringify([refusalOf({}), refusalOf({ dangerouslyAllowBrowser: true })])';
  const [refused, allowed] = JSON.parse(await inPage<string>(servers.origin, script)) as [string, string];
  expect(refused).toMatch(/^misconfigured: .*browser.*server/s);
  expect(allowed).toBe('allowed');
});
