import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

// Every fixture is valid but for the one rule it is named after, and marks each line that the rule refuses with `# refused`.

interface Report {
  problems: { ruleId: string; severity: string; location: { source: { ref: string }; start: { line: number } }[] }[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const names = readdirSync(fixtures)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => basename(file, '.yaml'));
// Redocly's own. Our request-example asks for examples, and these two see to it that they are true.
const notOurs = ['no-invalid-media-type-examples', 'no-invalid-schema-examples'];

const reports = new Map<string, Report>();

beforeAll(() => {
  const files = names.map((name) => join(fixtures, `${name}.yaml`));
  const cli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const { stdout, stderr } = spawnSync(process.execPath, [cli, 'lint', ...files, '--format=json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  // One JSON document a file, in the order of the files, with nothing between them.
  const documents = stdout.split(/(?<=^\})(?=\{$)/m);
  expect(documents, stderr).toHaveLength(names.length);
  for (const [index, name] of names.entries()) reports.set(name, JSON.parse(documents[index] ?? ''));
});

function problemsOf(name: string) {
  const problems = reports.get(name)?.problems ?? [];
  return problems.map(({ ruleId, severity, location: [at] }) => ({
    rule: ruleId,
    severity,
    line: `${at?.source.ref}:${at?.start.line}`,
  }));
}

/** The lines marked as refused, in a fixture and in the file that it was split into. */
function markedLines(name: string): string[] {
  const file = join(fixtures, `${name}.yaml`);
  const parts = readFileSync(file, 'utf8').match(/split\/[\w-]+\.yaml/g) ?? [];
  return [file, ...parts.map((part) => join(fixtures, part))].flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((text, index) => (text.includes('# refused') ? [`${relative(root, path)}:${index + 1}`] : [])),
  );
}

test('a document that keeps every rule passes', () => {
  expect(problemsOf('valid')).toEqual([]);
});

describe.each(names.filter((name) => name !== 'valid'))('%s', (name) => {
  test('refuses each marked line of its fixture, and no other', () => {
    const refused = new Set(problemsOf(name).map(({ line }) => line));
    expect(markedLines(name)).not.toEqual([]);
    expect([...refused].sort()).toEqual(markedLines(name).sort());
  });

  test('is the only rule that refuses, and an error', () => {
    const rule = notOurs.includes(name) ? name : `leadwire/${name}`;
    for (const problem of problemsOf(name)) expect(problem).toMatchObject({ rule, severity: 'error' });
  });
});

test('every rule of the plugin has a fixture', async () => {
  const { default: plugin } = await import(new URL('plugin.mjs', import.meta.url).href);
  expect(Object.keys(plugin().rules.oas3).sort()).toEqual(
    names.filter((name) => name !== 'valid' && !notOurs.includes(name)).sort(),
  );
});
