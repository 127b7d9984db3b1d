import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
  readonly engines: { readonly node: string };
};

/** Of this package. */
export const version: string = manifest.version;

/** The Node versions that will do, `>=22.19`. */
export const neededNode: string = manifest.engines.node;
