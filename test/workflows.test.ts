import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Workflow {
  readonly jobs: Record<
    string,
    {
      permissions?: Record<string, string>;
      env?: Record<string, string>;
      strategy?: { matrix: { include: { suite: string }[] } };
      steps: { run?: string }[];
    }
  >;
}

const workflow = (name: string): Workflow => parse(read(`.github/workflows/${name}.yml`), { strict: true });
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

test('GitHub Actions runs the suites of .ci/run', () => {
  const { jobs } = workflow('ci');
  const suites = jobs.suite?.strategy?.matrix.include.map(({ suite }) => suite);
  const own = [...read('.ci/run').matchAll(/bootstrap\.mjs (\S+)/g)].map(([, suite]) => suite);
  // `npm test` is the suite `check`.
  expect(scripts.test).toContain('bootstrap.mjs check');
  expect(suites).toEqual(['check', ...own]);
});

test('a workflow runs scripts that there are', () => {
  const jobs = ['ci', 'release'].flatMap((name) => Object.values(workflow(name).jobs));
  const commands = jobs.flatMap(({ steps }) => steps.map(({ run = '' }) => run));
  const named = commands.flatMap((run) => /bootstrap\.mjs ([\w:-]+)/.exec(run)?.[1] ?? []);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test('a release is published with provenance, which needs an identity token', () => {
  const { release } = workflow('release').jobs;
  expect(release?.permissions?.['id-token']).toBe('write');
  expect(release?.env?.NPM_CONFIG_PROVENANCE).toBe('true');
});
