// Runs the checks in Node, Bun or Deno: `run.mjs '{"origin":…,"fetches":["global"]}'` prints a JSON of what failed, by fetch.
import process from 'node:process';
import { CHECKS, DISPATCHER_CHECKS, PROXY_CHECKS, runChecks } from './checks.mjs';

const withDispatcherOf = async (name) => {
  const { Agent } = await import(name);
  const dispatcher = new Agent();
  return (url, init) => globalThis.fetch(url, { ...init, dispatcher });
};

const FETCHES = {
  global: () => undefined,
  'undici 6': async () => (await import('undici-6')).fetch,
  'undici 7': async () => (await import('undici-7')).fetch,
  'undici 8': async () => (await import('undici-8')).fetch,
  'node-fetch 2': async () => (await import('node-fetch-2')).default,
  'node-fetch 3': async () => (await import('node-fetch-3')).default,
  ky: async () => (await import('ky')).default,
  'cross-fetch': async () => (await import('cross-fetch')).default,
  'dispatcher of undici 6': () => withDispatcherOf('undici-6'),
  'dispatcher of undici 7': () => withDispatcherOf('undici-7'),
  'dispatcher of undici 8': () => withDispatcherOf('undici-8'),
};

const SETS = { all: CHECKS, proxy: PROXY_CHECKS, dispatcher: DISPATCHER_CHECKS };

const { fetches, set, ...servers } = JSON.parse(process.argv[2]);
const found = {};
for (const name of fetches) {
  const fetch = await FETCHES[name]();
  const run = `${servers.run}-${name.replaceAll(' ', '')}`;
  found[name] = await runChecks({ ...servers, run, fetch, checks: SETS[set] });
}
console.log(`RESULTS ${JSON.stringify(found)}`);
process.exit(0);
