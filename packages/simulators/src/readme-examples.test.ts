import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FAULT_NAMES } from './framework/faults/rule.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');

/** The example of this name. */
const example = (name: string) =>
  new RegExp(`\`\`\`ts\n// ${name.replace('.', '\\.')}\n(.*?)\`\`\``, 's').exec(readme)?.[1];

test('the example in the README is what lead-form.test.ts runs', () => {
  expect(example('lead-form.ts')).toBe(read('../testing/lead-form.ts'));
  const suite = read('./lead-form.test.ts').replace('./index.ts', '@leadwire/simulators').replace('../testing/', './');
  expect(example('lead-form.test.ts')).toBe(suite);
  expect(suite.split('\n').filter((line) => line !== '')).toHaveLength(15);
});

test('the README describes each fault', () => {
  const named = Array.from(readme.matchAll(/^\| `([a-z0-9-]+)` +\| .* \| (?:yes|no) +\|$/gm), ([, name]) => name);
  expect(named.toSorted()).toEqual([...FAULT_NAMES].sort());
});
