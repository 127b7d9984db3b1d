import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReadOptions } from './read/read-spec.ts';

export const HELP: string = `Usage: pnpm gen [--check | --watch] [--root DIR]
       pnpm gen --spec FILE --out DIR [--overlay FILE] [--strict-effects] [--skip-unsupported] [--check | --watch]
       pnpm gen --spec FILE --suggest-effects FILE

  pnpm gen                       writes generated/<provider> for every spec in specs/
  pnpm gen --check               writes nothing; exits 1 and names the files that differ
  pnpm gen --watch               writes again whenever a spec changes
  pnpm gen --root DIR            works on the specs/ and generated/ of another folder
  pnpm gen --spec FILE --out DIR generates from any OpenAPI 3 document, in YAML or JSON

  --overlay FILE                 applies an OpenAPI Overlay to the document first
  --suggest-effects FILE         writes an overlay with an effect class for each operation that has none
  --strict-effects               refuses an operation without an effect class, instead of assuming one
  --skip-unsupported             leaves out operations that cannot be sent, and lists them`;

/** What `pnpm gen` was asked for; paths are absolute. */
export interface Flags {
  readonly check: boolean;
  readonly watch: boolean;
  readonly root: string;
  readonly spec: string | undefined;
  readonly out: string | undefined;
  readonly suggestEffects: string | undefined;
  readonly read: ReadOptions;
}

export class UsageError extends Error {}

/**
 * Undefined where help was asked for.
 * @throws UsageError for flags that do not go together, and what `parseArgs` throws for unknown ones
 */
export function readFlags(args: string[], workspace: string): Flags | undefined {
  const { values } = parseArgs({
    args,
    options: {
      check: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      spec: { type: 'string' },
      out: { type: 'string' },
      root: { type: 'string', default: workspace },
      overlay: { type: 'string' },
      'suggest-effects': { type: 'string' },
      'strict-effects': { type: 'boolean', default: false },
      'skip-unsupported': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { check, out, overlay, root, spec, 'suggest-effects': suggestEffects, watch } = values;
  if (spec === undefined && (out ?? suggestEffects ?? overlay) !== undefined)
    throw new UsageError('--out, --overlay and --suggest-effects need --spec.');
  if (spec !== undefined && out === undefined && suggestEffects === undefined)
    throw new UsageError('--spec needs --out, or --suggest-effects.');
  const path = (given: string | undefined) => (given === undefined ? undefined : resolve(given));
  return {
    ...{ check, watch, root: resolve(root), spec: path(spec), out: path(out), suggestEffects: path(suggestEffects) },
    read: {
      overlay: path(overlay),
      strictEffects: values['strict-effects'],
      skipUnsupported: values['skip-unsupported'],
    },
  };
}
