import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnsOf, dispatchersOf, type Found, RUNTIMES, tryIn } from './runtimes.ts';
import { type ScenarioServers, startScenarioServers } from './scenario-server.ts';
import { readResults } from './table.ts';

/** Writes results.json anew instead of comparing with it. */
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
  const results = { checks: Object.keys(CHECKS).length, fetches: columnsOf(), runtimes: seen };
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, undefined, 2)}\n`);
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
