import type { OperationMeta } from '@leadwire/core/provider';
import { PROVIDERS, type ProviderName } from '../providers.ts';

/** Providers whose programs are compiled: all of specs/providers.json. */
export const PROVIDER_NAMES = Object.keys(PROVIDERS) as ProviderName[];

/** A module that exports what a program may keep of a client without its own type: the client, and what each of its calls gives. */
export function programOf(provider: ProviderName): string {
  const name = provider.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const operations = Object.values<OperationMeta>(PROVIDERS[provider].generated.operations);
  const values = operations.flatMap(({ id, pagination }) => [
    `client.${id}`,
    `(${taking(id)}) => client.${id}(...args)`,
    `(${taking(id)}) => client.${id}(...args).safe()`,
    `(${taking(id)}) => client.${id}(...args).withMeta()`,
    `async (${taking(id)}) => await client.${id}(...args)`,
    ...(pagination === undefined ? [] : [`(${taking(id)}) => client.${id}(...args).pages()`]),
  ]);
  const lead = "{ phone: '+14155552671' }";
  const own = [
    `(${taking('target')}) => client.target(...args)`,
    `(${taking('target')}) => client.target(...args).send(${lead})`,
    `(${taking('target')}) => client.target(...args).check(${lead})`,
    'client.check()',
    'client.raw',
    '{ ...client }',
    'Object.values(client)',
  ];
  return [
    `import { create${name} } from '@leadwire/${provider}';`,
    `export const client = create${name}();`,
    ...[...values, ...own].map((value, index) => `export const value${index} = ${value};`),
  ].join('\n');
}

const taking = (method: string): string => `...args: Parameters<typeof client.${method}>`;
