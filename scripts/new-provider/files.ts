import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillTemplate } from '../template.ts';
import type { ProviderShape } from './shape.ts';
import { viewOf } from './view.ts';

/** The package whose manifest, settings and simplest sources a new one gets. */
const MODEL = 'hubspot';

/** The files of a new provider, by path from the root. */
export function providerFiles(shape: ProviderShape, root: string): [path: string, text: string][] {
  const { create, name } = shape;
  const view = viewOf(shape);
  const written = (template: string) => fillTemplate(new URL(`templates/${template}.mustache`, import.meta.url), view);
  const sources = ['client.ts', 'errors.ts', 'reconcile.ts', 'target-outline.ts', 'target.ts'];
  const copied = ['tsconfig.json', 'src/destinations.ts', 'src/options.ts'];
  return [
    [`packages/${name}/package.json`, manifest(shape, root)],
    [`packages/${name}/README.md`, written('README.md')],
    [`packages/${name}/src/index.ts`, index(shape, root)],
    ...copied.map((file): [string, string] => [`packages/${name}/${file}`, fromModel(shape, root, file)]),
    ...sources.map((file): [string, string] => [`packages/${name}/src/${file}`, written(file)]),
    [`packages/simulators/src/${name}/provider.ts`, written('simulator.ts')],
    [`packages/simulators/src/${name}/${create.resource}.test.ts`, written('simulator.test.ts')],
  ];
}

/** A file of the model as the new package has it, with its own names and credential. */
function fromModel({ credential, key, Name, name, title }: ProviderShape, root: string, file: string): string {
  return readFileSync(join(root, 'packages', MODEL, file), 'utf8')
    .replaceAll('HUBSPOT_ACCESS_TOKEN', credential.variable)
    .replaceAll(/HubSpot shows [^.']+/g, `Made in the settings of ${title} (assumption)`)
    .replaceAll(/HubSpot( contacts)?/g, title)
    .replaceAll('accessToken', credential.option)
    .replaceAll(/\bhubspot: /g, `${key}: `)
    .replaceAll('Hubspot', Name)
    .replaceAll('hubspot', name);
}

function manifest(shape: ProviderShape, root: string): string {
  const copied = JSON.parse(fromModel(shape, root, 'package.json')) as Record<string, unknown>;
  copied.description = `Typed, safe TypeScript client of ${shape.title} (experimental).`;
  return `${JSON.stringify(copied, null, 2)}\n`;
}

function index(shape: ProviderShape, root: string): string {
  const { name, schemas } = shape;
  const core = readFileSync(join(root, 'packages/core/src/index.ts'), 'utf8');
  // A name that both export is this provider's own.
  const both = schemas.filter((schema) => new RegExp(`\\b${schema}\\b`).test(core)).sort();
  const own = `export type * from '@leadwire/generated-${name}';\n`;
  const lines =
    both.length === 0 ? own : `${own}export type { ${both.join(', ')} } from '@leadwire/generated-${name}';\n`;
  return fromModel(shape, root, 'src/index.ts').replace(own, lines);
}
