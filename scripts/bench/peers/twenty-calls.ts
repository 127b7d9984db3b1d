import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const COMPILER = join(here, '../../../node_modules/typescript/bin/tsc');

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string;
  readonly names: readonly string[];
  readonly hasBody: boolean;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The first twenty operations of the document. */
function twentyOperations(): Operation[] {
  const text = readFileSync(join(here, '../../../generated/topcalls/openapi.json'), 'utf8');
  const { paths } = JSON.parse(text) as {
    paths: Record<string, Record<string, { operationId: string; requestBody?: object }>>;
  };
  const all = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      const id = operation.operationId.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      return [{ method, path, id, names, hasBody: operation.requestBody !== undefined }];
    }),
  );
  return all.slice(0, 20);
}

const pathOf = ({ names }: Operation): string => `path: { ${names.map((name) => `${name}: 'x'`).join(', ')} }`;
const bodyOf = ({ hasBody }: Operation): string[] => (hasBody ? ['body: {} as never'] : []);

/** The same twenty calls, each as its client is used. */
const CLIENTS: Readonly<Record<string, { head: string; call(operation: Operation): string }>> = {
  'openapi-fetch': {
    head: `import createClient from 'openapi-fetch';\nimport type { paths } from '../../../../generated/topcalls/types.ts';\nconst client = createClient<paths>();\n`,
    call: (operation) => {
      const params = operation.names.length > 0 ? [`params: { ${pathOf(operation)} }`] : [];
      return `client.${operation.method.toUpperCase()}('${operation.path}', { ${[...params, ...bodyOf(operation)].join(', ')} })`;
    },
  },
  'hey-api': {
    head: `import * as client from '../dist/hey-api/sdk.gen.ts';\n`,
    call: (operation) => {
      const path = operation.names.length > 0 ? [pathOf(operation)] : [];
      return `client.${operation.id}({ ${[...path, ...bodyOf(operation)].join(', ')} })`;
    },
  },
  orval: {
    head: `import * as client from '../dist/orval.ts';\n`,
    call: ({ hasBody, id, names }) =>
      `client.${id}(${[...names.map(() => `'x'`), ...(hasBody ? ['{} as never'] : [])].join(', ')})`,
  },
};

/** What the compiler instantiates for twenty typed calls of each client, beyond the client itself. */
export function peerInstantiations(): Record<string, number> {
  const folder = mkdtempSync(join(here, '.types-'));
  try {
    const operations = twentyOperations();
    return Object.fromEntries(
      Object.entries(CLIENTS).map(([name, { call, head }]) => {
        const calls = operations.map((operation, index) => `export const r${index} = await ${call(operation)};`);
        return [name, instantiations(folder, head + calls.join('\n')) - instantiations(folder, head)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function instantiations(folder: string, source: string): number {
  writeFileSync(join(folder, 'calls.ts'), `${source}\nexport {};\n`);
  const config = { extends: '../../../../tsconfig.json', files: ['calls.ts'], include: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return Number(/Instantiations:\s+(\d+)/.exec(diagnostics(folder))?.[1]);
}

/** What is generated for another setting may have errors under ours; the count is printed all the same. */
function diagnostics(folder: string): string {
  try {
    return execFileSync(process.execPath, [COMPILER, '-p', folder, '--extendedDiagnostics'], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

if (process.argv[1] === import.meta.filename) console.table(peerInstantiations());
