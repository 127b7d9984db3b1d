import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

interface Operation {
  readonly method: string;
  readonly path: string;
  /** `leads.create` */
  readonly id: string;
  /** Of its path parameters. */
  readonly names: readonly string[];
  readonly hasBody: boolean;
}

/** The first twenty operations of the document. */
function twentyOperations(): Operation[] {
  const text = readFileSync(join(root, 'generated/topcalls/openapi.json'), 'utf8');
  const { paths } = JSON.parse(text) as {
    paths: Record<string, Record<string, { operationId?: string; requestBody?: object }>>;
  };
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId: id, requestBody }]) => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      return id === undefined ? [] : [{ method, path, id, names, hasBody: requestBody !== undefined }];
    }),
  );
  return all.slice(0, 20);
}

const camelCase = (id: string): string => id.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
const pathOf = ({ names }: Operation): string => `path: { ${names.map((name) => `${name}: 'x'`).join(', ')} }`;
const bodyOf = ({ hasBody }: Operation): string[] => (hasBody ? ['body: {} as never'] : []);
const inOrder = ({ hasBody, names }: Operation): string =>
  [...names.map(() => `'x'`), ...(hasBody ? ['{} as never'] : [])].join(', ');

/** The same twenty calls, each as its client is used. What is generated for others is there after `pnpm bench:peers`. */
const CLIENTS = {
  leadwire: {
    head: `import { createTopcalls } from '@leadwire/topcalls';\nconst client = createTopcalls({ apiKey: 'x' });\n`,
    call: (operation: Operation) => `client.${operation.id}(${inOrder(operation)})`,
  },
  'openapi-fetch': {
    head: `import createClient from 'openapi-fetch';\nimport type { paths } from '../../../generated/topcalls/types.ts';\nconst client = createClient<paths>();\n`,
    call: (operation: Operation) => {
      const params = operation.names.length > 0 ? [`params: { ${pathOf(operation)} }`] : [];
      return `client.${operation.method.toUpperCase()}('${operation.path}', { ${[...params, ...bodyOf(operation)].join(', ')} })`;
    },
  },
  'hey-api': {
    head: `import * as client from '../peers/dist/hey-api/sdk.gen.ts';\n`,
    call: (operation: Operation) => {
      const path = operation.names.length > 0 ? [pathOf(operation)] : [];
      return `client.${camelCase(operation.id)}({ ${[...path, ...bodyOf(operation)].join(', ')} })`;
    },
  },
  orval: {
    head: `import * as client from '../peers/dist/orval.ts';\n`,
    call: (operation: Operation) => `client.${camelCase(operation.id)}(${inOrder(operation)})`,
  },
} as const;

/** What the compiler instantiates for twenty typed calls of each client, beyond the client itself. */
export function benchInstantiations(names: readonly (keyof typeof CLIENTS)[]): Record<string, number> {
  const folder = mkdtempSync(join(import.meta.dirname, '.types-'));
  const count = (source: string): number => {
    writeFileSync(join(folder, 'calls.ts'), `${source}\nexport {};\n`);
    const config = { extends: '../../../tsconfig.json', files: ['calls.ts'], include: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    // What is generated for another setting may have errors under ours; the count is printed all the same.
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder, '--extendedDiagnostics'], {
      encoding: 'utf8',
    });
    return Number(/Instantiations:\s+(\d+)/.exec(stdout)?.[1]);
  };
  try {
    return Object.fromEntries(
      names.map((name) => {
        const { call, head } = CLIENTS[name];
        const calls = twentyOperations().map((operation, at) => `export const r${at} = await ${call(operation)};`);
        return [name, count(head + calls.join('\n')) - count(head)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) console.table(benchInstantiations(['leadwire', 'openapi-fetch']));
