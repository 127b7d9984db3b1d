import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { BASE, inside, jsonOf, type Operation, operationsOf, placeAt } from './spec-documents.ts';

// What specs/README.md says of the specs in numbers and names, and what is in them.

const readme = readFileSync(fileURLToPath(new URL('../specs/README.md', import.meta.url)), 'utf8');
const NAMES = ['topcalls', 'autocalls', 'telecrm', 'pulsecrm'] as const;
type Name = (typeof NAMES)[number];

const sectionOf = (name: Name): string => readme.split(/^## /m).find((part) => part.startsWith(name)) ?? '';
const rootOf = (name: Name) => placeAt(`${BASE}${name}.yaml`, '').node;
const sureOf = ({ at }: Operation): string => at.node['x-leadwire-source'].sure;
const idsOf = (name: Name, sure: string): string[] =>
  operationsOf(name)
    .filter((operation) => sureOf(operation) === sure)
    .map(({ id }) => id)
    .sort();

/** The operations that a text names: `campaigns.list` and `.get` are two. */
function namedIn(text: string): string[] {
  let resource = '';
  return [...text.matchAll(/`([a-zA-Z]*)\.([a-zA-Z]+)`/g)].map(([, group = '', method]) => {
    resource = group || resource;
    return `${resource}.${method}`;
  });
}

/** The paragraph or list item that begins with a text. */
function entry(name: Name, begins: string): string {
  const section = sectionOf(name);
  const start = section.indexOf(begins);
  if (start < 0) throw new Error(`${name} has no '${begins}'`);
  const next = section.slice(start + 1).search(/\n(?=- |\n)/);
  return section.slice(start, next < 0 ? undefined : start + 1 + next);
}

describe.each(NAMES)('%s', (name) => {
  test('has as many operations and webhooks as the README says, and was written on that day', () => {
    const [, operations] = /(\d+) operations/.exec(sectionOf(name)) ?? [];
    const [, webhooks] = /operations and (\d+) webhooks?/.exec(sectionOf(name)) ?? [];
    expect(operationsOf(name)).toHaveLength(Number(operations));
    expect(Object.keys(rootOf(name).webhooks ?? {})).toHaveLength(Number(webhooks ?? 0));
    expect(sectionOf(name)).toContain(`written on ${rootOf(name).info.version}`);
  });

  test('has every operation that the README names', () => {
    const ids = operationsOf(name).map(({ id }) => id);
    const resources = new Set(ids.map((id) => id.split('.')[0]));
    const named = namedIn(sectionOf(name)).filter((id) => resources.has(id.split('.')[0]));
    expect(named).not.toEqual([]);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('tells of each operation what it does, in which group, and where it was read', () => {
    for (const { id, at } of operationsOf(name)) {
      const { summary, description, tags, 'x-leadwire-source': source } = at.node;
      expect({ id, tags, said: Boolean(summary && description && source) }).toEqual({
        id,
        tags: [expect.any(String)],
        said: true,
      });
    }
  });

  test('has an example of each request body, and of each answer about leads', () => {
    const without = operationsOf(name).flatMap(({ id, at }) => {
      const statuses = Object.keys(at.node.responses).filter((status) => status.startsWith('2'));
      const answers = id.startsWith('leads.') ? statuses.map((status) => inside(at, 'responses', status)) : [];
      const bodies = at.node.requestBody === undefined ? [] : [inside(at, 'requestBody')];
      const media = [...bodies, ...answers].map(jsonOf).filter((found) => found !== undefined);
      return media.some(({ node }) => node.example === undefined && node.examples === undefined) ? [id] : [];
    });
    expect(without).toEqual([]);
  });
});

describe('the sureness of operations', () => {
  test('topcalls: each kind is listed in full', () => {
    expect(idsOf('topcalls', 'seed')).toEqual(namedIn(entry('topcalls', '- `seed`')).sort());
    expect(idsOf('topcalls', 'inferred')).toEqual(namedIn(entry('topcalls', '- `inferred`')).sort());
    expect(idsOf('topcalls', 'guide')).toEqual([]);
    const named = namedIn(entry('topcalls', '- `page`'));
    const pages = idsOf('topcalls', 'page').filter((id) => !/^(leads|calls)\./.test(id));
    expect([...new Set(named)].filter((id) => !id.startsWith('calls.')).sort()).toEqual(pages);
  });

  test('autocalls: one is a seed, every other has its own page', () => {
    expect(idsOf('autocalls', 'seed')).toEqual(['leads.create']);
    expect(idsOf('autocalls', 'page')).toHaveLength(96);
  });

  test('telecrm: one is a seed, the others are pages, one is sent elsewhere', () => {
    expect(idsOf('telecrm', 'seed')).toEqual(['leads.create']);
    expect(idsOf('telecrm', 'page')).toHaveLength(18);
    const elsewhere = operationsOf('telecrm').filter(({ at }) => at.node.servers !== undefined);
    expect(elsewhere.map(({ id }) => id)).toEqual(['leads.upsertAsync']);
  });

  test('pulsecrm: one is a seed, fifteen stand in guides only', () => {
    expect(idsOf('pulsecrm', 'seed')).toEqual(['leads.create']);
    const [, guides] = /the only source for (\d+) operations: `sure: guide`/.exec(sectionOf('pulsecrm')) ?? [];
    expect(idsOf('pulsecrm', 'guide')).toHaveLength(Number(guides));
  });
});

test('topcalls: 400 stands on operations with a body, 402 on the one that costs minutes', () => {
  const has = (status: string) => (operation: Operation) => operation.at.node.responses[status] !== undefined;
  const all = operationsOf('topcalls');
  expect(all.filter(has('400'))).toEqual(all.filter(({ at }) => at.node.requestBody !== undefined));
  expect(all.filter(has('402')).map(({ id }) => id)).toEqual(['calls.create']);
});

test('the effect classes of the README are those that the specs use', () => {
  const [, table = ''] = /## Effect classes\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const listed = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, effect]) => effect).sort();
  const used = NAMES.flatMap((name) => operationsOf(name).map(({ at }) => at.node['x-leadwire-effect']));
  expect([...new Set(used)].sort()).toEqual(listed);
});
