import type { RequestSchema, SchemaIssue } from '../operation.ts';
import { describeValue } from '../privacy.ts';
import { type Drift, type FoundDrift, noDrift } from '../result.ts';
import { jsonOf, parseBody } from '../transport/parse-body.ts';
import { joinPath } from './validate.ts';

/** How an answer differs from its spec; never a reason to lose it. */
export function driftOf(schema: RequestSchema | undefined, value: unknown): readonly Drift[] {
  if (schema === undefined || value === undefined) return noDrift.found;
  const result = schema.safeParse(value);
  if (result.success) return noDrift.found;
  return (result.error?.issues ?? []).map((issue) => ({
    path: joinPath('', issue.path),
    expected: expectedBy(issue),
    got: describeValue(valueAt(value, issue.path)),
  }));
}

/**
 * The same, worked out when somebody asks: most callers never do. It is that of the answer as it came: the value is its owner's by then,
 * to write into.
 */
export class LazyDrift implements FoundDrift {
  readonly #schema: RequestSchema | undefined;
  readonly #text: string;
  #found: readonly Drift[] | undefined;

  constructor(schema: RequestSchema | undefined, text: string) {
    this.#schema = schema;
    this.#text = text;
  }

  get found(): readonly Drift[] {
    this.#found ??= this.#schema === undefined ? noDrift.found : driftOf(this.#schema, jsonOf(parseBody(this.#text)));
    return this.#found;
  }
}

const expectedBy = (issue: SchemaIssue): string => {
  const { expected, format } = issue as { expected?: string; format?: string };
  return expected ?? format ?? (issue.code ?? 'valid').replaceAll('_', ' ');
};

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root);
