import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const peer = (path: string): string => here(`peers/node_modules/${path}`);

/** One generator: how it is run, as its own documentation shows, and where its zod schemas are. */
export interface Tool {
  readonly name: string;
  /** What is run, with Node, to generate from a document into a folder that is there and empty. */
  command(document: string, out: string): string[];
  /** The module with its zod schemas, and which of its exports is one for a schema of the document. */
  readonly zod?: { readonly module: string; readonly exported: RegExp };
}

export const TOOLS: readonly Tool[] = [
  {
    name: 'leadwire',
    command: (document, out) => [here('../gen.ts'), '--spec', document, '--out', out, '--skip-unsupported'],
    zod: { module: 'schemas.ts', exported: /^z(.+)$/ },
  },
  {
    name: 'openapi-typescript',
    command: (document, out) => [peer('openapi-typescript/bin/cli.js'), document, '-o', join(out, 'types.ts')],
  },
  {
    name: 'hey-api with zod',
    command: (document, out) => {
      const plugins = ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch', 'zod'];
      return [peer('@hey-api/openapi-ts/bin/run.js'), '-i', document, '-o', out, '-p', ...plugins];
    },
    zod: { module: 'zod.gen.ts', exported: /^z(.+)$/ },
  },
  {
    name: 'orval with zod',
    command: (document, out) => {
      const output = (target: string, client: string) => ({ input: { target: document }, output: { target, client } });
      const config = { client: output('./client.ts', 'fetch'), zod: output('./zod.ts', 'zod') };
      writeFileSync(join(out, 'orval.config.mjs'), `export default ${JSON.stringify(config)};\n`);
      return [peer('orval/dist/bin/orval.mjs'), '--config', join(out, 'orval.config.mjs')];
    },
    // It has schemas for bodies and responses of operations only.
    zod: { module: 'zod.ts', exported: /^(.+(?:Body|Response))$/ },
  },
  {
    name: 'kubb with zod',
    command: (document, out) => {
      writeFileSync(join(out, 'kubb.config.mjs'), kubbConfig(document));
      return [peer('@kubb/cli/bin/kubb.cjs'), 'generate', '--config', join(out, 'kubb.config.mjs')];
    },
    zod: { module: 'gen/index.ts', exported: /^(.+)Schema$/ },
  },
];

const kubbConfig = (document: string): string => `import { defineConfig } from '@kubb/core';
import { pluginOas } from '@kubb/plugin-oas';
import { pluginTs } from '@kubb/plugin-ts';
import { pluginZod } from '@kubb/plugin-zod';

export default defineConfig({
  root: '.',
  input: { path: ${JSON.stringify(document)} },
  output: { path: './gen', clean: true, format: false, lint: false, extension: { '.ts': '.ts' } },
  plugins: [pluginOas({ validate: false, generators: [] }), pluginTs(), pluginZod({ version: '4' })],
});
`;
