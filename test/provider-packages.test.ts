import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PROVIDERS } from './providers.ts';

// The provider packages are alike: who knows one finds the same name in the same file of the others.

const root = fileURLToPath(new URL('..', import.meta.url));
const NAMES = Object.keys(PROVIDERS);
const titled = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
const sourceOf = (provider: string, file: string): string =>
  readFileSync(`${root}packages/${provider}/src/${file}.ts`, 'utf8');

/** The names that a file declares and exports. */
function declaredIn(source: string): string[] {
  const declared = source.matchAll(/^export (?:async )?(?:function|const|interface|type|class) (\w+)/gm);
  return [...declared].map(([, name = '']) => name);
}

/** The names that an index hands on, and the packages that it hands on as a whole. */
function exportedFrom(source: string): string[] {
  const lists = [...source.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) => list.split(','));
  const names = lists.map((entry) => entry.trim().split(' as ').at(-1) ?? '');
  const wholes = [...source.matchAll(/^export type \* from '([^']+)'/gm)].map(([, from = '']) => from);
  return [...names, ...wholes];
}

describe.each(NAMES)('the package %s', (provider) => {
  const Name = titled(provider);

  test.each([
    ['client', [Name, `create${Name}`]],
    ['options', [`${Name}Options`, 'readOptions']],
    ['errors', ['readFailure', 'hints']],
    ['reconcile', ['reconcileCreate']],
    ['target', ['createTarget']],
    ['target-outline', ['outlineOf']],
    ['destinations', ['destinations']],
  ])('declares in %s.ts what every provider does: %j', (file, names) => {
    expect(declaredIn(sourceOf(provider, file))).toEqual(expect.arrayContaining(names));
  });

  test('exports its client, its options, and every type that a call takes or returns', () => {
    expect(exportedFrom(sourceOf(provider, 'index'))).toEqual(
      expect.arrayContaining([
        `create${Name}`,
        Name,
        `${Name}Options`,
        'LeadwireError',
        'isLeadwireError',
        'loadPhoneMetadata',
        '@leadwire/core',
        `@leadwire/generated-${provider}`,
      ]),
    );
  });

  test('has raw, check and target beside its operations, and builds its target with the steps that all share', () => {
    const client = sourceOf(provider, 'client');
    for (const member of ['ProviderClient<', 'check:', 'target(']) expect(client).toContain(member);
    expect(sourceOf(provider, 'target')).toContain('createLeadTarget');
  });

  test('reads responses in decode.ts and completes requests in prepare.ts, where it does either', () => {
    const client = sourceOf(provider, 'client');
    for (const step of ['decode', 'prepare'].filter((name) => new RegExp(`^ {4}${name}\\b`, 'm').test(client)))
      expect(client).toMatch(new RegExp(`import \\{.*\\b${step}\\b.*\\} from './${step}\\.ts'`));
  });
});
