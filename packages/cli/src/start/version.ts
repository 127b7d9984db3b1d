import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('@leadwire/cli/package.json') as {
  readonly version: string;
  readonly engines: { readonly node: string };
};

/** Of this package. */
export const version: string = manifest.version;

/** The Node versions that will do, `>=22.19`. */
export const neededNode: string = manifest.engines.node;
