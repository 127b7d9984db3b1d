import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiDocument } from './open-api.ts';
import { operationsOf } from './open-api.ts';
import { providerPage } from './provider-page.ts';

// Writes reference/: a page for each provider from the bundled document of its generated package, and the page that leads to them.

const root = join(import.meta.dirname, '../../..');
const folder = join(import.meta.dirname, '../reference');

const names = JSON.parse(readFileSync(join(root, 'specs/providers.json'), 'utf8')) as string[];
const documents = names.map((name) => ({
  name,
  document: JSON.parse(readFileSync(join(root, 'generated', name, 'openapi.json'), 'utf8')) as ApiDocument,
}));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { document, name } of documents) writeFileSync(join(folder, `${name}.md`), providerPage(name, document));
writeFileSync(
  join(folder, 'index.md'),
  [
    '---',
    'description: Operations of each provider, and every exported name of each package.',
    '---',
    '',
    '# Reference',
    '',
    'Written from the specs and the sources by `pnpm docs:build`.',
    '',
    '| provider | operations | as of |',
    '| --- | ---: | --- |',
    ...documents.map(
      ({ document, name }) =>
        `| [${document.info.title}](./${name}) | ${operationsOf(document).length} | ${document.info.version} |`,
    ),
    '',
    'The exported names of each package, with options, defaults and errors: [packages](./packages/).',
    '',
  ].join('\n'),
);
