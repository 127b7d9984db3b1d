import type { RequestSchema, SchemaIssue } from './operation.ts';
import { describeValue } from './privacy.ts';
import { type Drift, noDrift } from './result.ts';
import { joinPath } from './validate.ts';

/** How an answer differs from its spec; never a reason to lose it. */
export function driftOf(schema: RequestSchema | undefined, value: unknown): readonly Drift[] {
  if (schema === undefined || value === undefined) return noDrift();
  const result = schema.safeParse(value);
  if (result.success) return noDrift();
  return (result.error?.issues ?? []).map((issue) => ({
    path: joinPath('', issue.path),
    expected: expectedBy(issue),
    got: describeValue(valueAt(value, issue.path)),
  }));
}

/** The same, worked out when somebody asks: most callers never do. */
export function lazyDrift(schema: RequestSchema | undefined, value: unknown): () => readonly Drift[] {
  let known: readonly Drift[] | undefined;
  return () => {
    known ??= driftOf(schema, value);
    return known;
  };
}

const expectedBy = (issue: SchemaIssue): string => {
  const { expected, format } = issue as { expected?: string; format?: string };
  return expected ?? format ?? (issue.code ?? 'valid').replaceAll('_', ' ');
};

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root);
