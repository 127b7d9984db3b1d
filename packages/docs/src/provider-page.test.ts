import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ApiDocument, operationsOf } from './open-api.ts';
import { providerPage } from './provider-page.ts';
import { cell } from './schema-text.ts';

const root = join(import.meta.dirname, '../../..');
const names = JSON.parse(readFileSync(join(root, 'specs/providers.json'), 'utf8')) as string[];
const providers = names.map((name) => {
  const document = JSON.parse(readFileSync(join(root, 'generated', name, 'openapi.json'), 'utf8')) as ApiDocument;
  return { name, document, page: providerPage(name, document) };
});

test.each(providers)(
  'the page of $name has every operation with its effect class and its source',
  ({ document, page }) => {
    const sections = page.split(/^## /m);
    const operations = operationsOf(document);
    expect(operations.length).toBeGreaterThan(4);
    for (const { operation } of operations) {
      const section = sections.find((text) => text.startsWith(`\`${operation.operationId}\``));
      expect(section).toContain(`| effect class | \`${operation['x-leadwire-effect']}\``);
      expect(section).toContain(operation['x-leadwire-source']?.page ?? '| source | none');
    }
  },
);

test('an operation that takes a phone can end in invalid-phone, and one without cannot', () => {
  const page = providers.find(({ name }) => name === 'topcalls')?.page ?? '';
  const section = (id: string): string => page.split(/^## /m).find((text) => text.startsWith(`\`${id}\``)) ?? '';
  expect(section('leads.create')).toContain('`invalid-phone`');
  expect(section('leads.delete')).not.toContain('`invalid-phone`');
});

test('text that a table or a template would read as its own is escaped', () => {
  expect(cell('a | b <c> {{ d }}')).toBe('a \\| b &lt;c> &#123;&#123; d }}');
});
