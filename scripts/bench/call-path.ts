import { Session } from 'node:inspector/promises';
import { createCallWays } from './call-ways.ts';

export interface CallPath {
  readonly name: string;
  /** Functions that run for one warm call, in the client's own files; its dependencies are not counted. */
  readonly functions: number;
  readonly files: number;
}

/** Whose files count as a client's own. */
const OWN: Readonly<Record<string, RegExp>> = {
  'create, openapi-fetch': /\/openapi-fetch\//,
  'create, ky': /\/ky\//,
  'create, octokit': /\/@octokit\//,
  'create, leadwire': /\/(packages|generated)\/[a-z]+\//,
};

/** How long the way of one create is, by V8's precise coverage of one warm call. */
export async function benchCallPath(): Promise<CallPath[]> {
  const { prepare, ways } = createCallWays();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const paths: CallPath[] = [];
  for (const [name, own] of Object.entries(OWN)) {
    prepare(3);
    await ways[name]?.(0);
    await ways[name]?.(1);
    await session.post('Profiler.takePreciseCoverage');
    await ways[name]?.(2);
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const ran = result
      .filter(({ url }) => isOwn(url, own))
      .map(({ functions }) => functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).length)
      .filter((count) => count > 0);
    paths.push({ name, functions: ran.reduce((sum, count) => sum + count, 0), files: ran.length });
  }
  await session.post('Profiler.disable');
  session.disconnect();
  return paths;
}

/** In a workspace, a package of ours is a folder outside node_modules. */
const isOwn = (url: string, own: RegExp): boolean =>
  own.test(url) && !(own.source.includes('packages') && url.includes('node_modules'));

if (process.argv[1] === import.meta.filename) console.table(await benchCallPath());
