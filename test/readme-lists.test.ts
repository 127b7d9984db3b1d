import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

// What a README lists is what the code has: kinds, effects, outcomes, codes, events and options.

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The texts of a union: `export type Name = 'a' | 'b'`. */
function unionOf(path: string, name: string): string[] {
  const body = new RegExp(`export type ${name} =([^;]*);`).exec(read(path))?.[1] ?? '';
  return [...body.matchAll(/'([^']+)'/g)].map(([, text = '']) => text);
}

/** The fields of an exported interface, those that it extends left out. */
function fieldsOf(path: string, name: string): string[] {
  const body = new RegExp(`^export interface ${name}\\b.*?\\{\\n(.*?)^\\}`, 'ms').exec(read(path))?.[1] ?? '';
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, field = '']) => field);
}

/** The rows of the table under a heading: what stands in backticks in the first `columns` cells. */
function namesInTable(path: string, header: string, columns = 1): string[] {
  const lines = read(path).split('\n');
  const start = lines.findIndex((line) => line.startsWith(header));
  expect(start, `${path} has no table that begins with ${header}`).toBeGreaterThan(-1);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows
    .slice(0, end === -1 ? undefined : end)
    .flatMap((row) => row.split('|').slice(1, 1 + columns))
    .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('the README of @leadwire/core', () => {
  const path = 'packages/core/README.md';

  test('lists every kind of error, and no other', () => {
    const kinds = unionOf('packages/core/src/errors.ts', 'ErrorKind');
    expect(kinds.length).toBeGreaterThan(20);
    expect(sorted(namesInTable(path, '| kind |'))).toEqual(sorted(kinds));
  });

  test('names every effect in the sentence that lists them', () => {
    const [, listed = ''] = /^`effect` is (.*)$/m.exec(read(path)) ?? [];
    const names = [...listed.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    expect(sorted(names)).toEqual(sorted(unionOf('packages/core/src/effect.ts', 'Effect')));
  });
});

describe('the README of leadwire', () => {
  const path = 'packages/leadwire/README.md';
  const optionsFile = 'packages/leadwire/src/options.ts';

  test('lists every outcome, and no other', () => {
    const outcomes = unionOf('packages/core/src/lead/outcome.ts', 'OutcomeKind');
    expect(sorted(namesInTable(path, '| outcome |'))).toEqual(sorted(outcomes));
  });

  test('lists every option of createLeadwire, and no other', () => {
    const options = fieldsOf(optionsFile, 'LeadwireOptions');
    expect(options.length).toBeGreaterThan(7);
    expect(sorted(namesInTable(path, '| `createLeadwire` |'))).toEqual(sorted(options));
  });

  test('lists every option of send, sendMany, accept and deliver', () => {
    const common = /^interface CommonOptions.*?^\}/ms.exec(read(optionsFile))?.[0] ?? '';
    const options = [
      ...[...common.matchAll(/^ {2}readonly (\w+)/gm)].map(([, field = '']) => field),
      ...['AcceptOptions', 'DeliverOptions', 'SendOptions', 'SendManyOptions'].flatMap((name) =>
        fieldsOf(optionsFile, name),
      ),
    ];
    const names = namesInTable(path, '| `send`, `sendMany`, `deliver` |').filter(
      (name) => !/^(send|accept|deliver)/.test(name),
    );
    expect(sorted(names)).toEqual(sorted(options));
  });

  test('names every event that onEvent is told of', () => {
    const events = [...read('packages/leadwire/src/events.ts').matchAll(/type: '([^']+)'/g)].map(
      ([, name = '']) => name,
    );
    const [row = ''] = /^\| `onEvent`.*$/m.exec(read(path)) ?? [];
    expect(sorted([...row.matchAll(/`(\w+\.\w+)`/g)].map(([, name = '']) => name))).toEqual(sorted(events));
  });

  test('lists every code with which a ledger fails, and no other', () => {
    const files = globSync('packages/leadwire/src/**/*.ts', { cwd: root }).filter((file) => !file.includes('.test'));
    const codes = files.flatMap((file) =>
      [...read(file).matchAll(/'(ledger-[a-z-]+|not-a-ledger)'/g)].map(([, code = '']) => code),
    );
    expect(sorted(namesInTable(path, '| error `code` |'))).toEqual(
      sorted(codes.filter((code) => code !== 'ledger-unavailable')), // a kind
    );
  });

  test('lists every field of the neutral lead, and no other', () => {
    expect(sorted(namesInTable(path, '| field | |'))).toEqual(
      sorted(fieldsOf('packages/core/src/lead/lead.ts', 'Lead')),
    );
  });
});

describe('the README of @leadwire/queue', () => {
  const path = 'packages/queue/README.md';

  test.each([
    { name: 'enqueueImport', file: 'enqueue-import.ts', type: 'EnqueueOptions' },
    { name: 'startWorker', file: 'start-worker.ts', type: 'WorkerOptions' },
  ])('lists every option of $name', ({ file, name, type }) => {
    const options = fieldsOf(`packages/queue/src/${file}`, type);
    expect(options.length).toBeGreaterThan(5);
    const listed = namesInTable(path, `| \`${name}\` |`);
    expect(options.filter((option) => !listed.includes(option))).toEqual([]);
  });
});

test('the README of @leadwire/simulators lists every option of createSimulators, and no other', () => {
  const options = fieldsOf('packages/simulators/src/simulators.ts', 'SimulatorsOptions');
  expect(options.length).toBeGreaterThan(10);
  const listed = namesInTable('packages/simulators/README.md', '| `createSimulators({ … })` |');
  const providers: string[] = JSON.parse(read('specs/providers.json'));
  expect(sorted(listed.filter((name) => !providers.includes(name)))).toEqual(sorted(options));
});

test('the page about effect classes lists every class that a spec may have, and no other', () => {
  const source = read('packages/core/src/operation.ts');
  const [, union = ''] = /readonly effect:([^;]*);/.exec(source) ?? [];
  const classes = [...union.matchAll(/'([a-z-]+)'/g)].map(([, name = '']) => name);
  expect(classes.length).toBe(8);
  for (const page of ['packages/docs/decisions/effect-classes.md', 'specs/README.md'])
    expect(
      classes.filter((name) => !read(page).includes(`\`${name}\``)),
      page,
    ).toEqual([]);
});
