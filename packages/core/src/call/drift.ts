import type { RequestSchema, SchemaIssue } from '../operation.ts';
import { describeValue } from '../privacy.ts';
import type { Drift } from '../result.ts';
import { jsonOf, parseBody } from '../transport/parse-body.ts';
import { joinPath } from './validate.ts';

const NO_DRIFT: readonly Drift[] = [];

/** How an answer differs from its spec; never a reason to lose it. */
export function driftOf(schema: RequestSchema | undefined, value: unknown): readonly Drift[] {
  if (schema === undefined || value === undefined) return NO_DRIFT;
  const result = schema.safeParse(value);
  if (result.success) return NO_DRIFT;
  return (result.error?.issues ?? []).map((issue) => ({
    path: joinPath('', issue.path),
    expected: expectedBy(issue),
    got: describeValue(valueAt(value, issue.path)),
  }));
}

/** The drift of a response text, worked out once, when it is first read: most callers never read it, and may change the value by then. */
export function lazyDrift(schema: RequestSchema | undefined, text: string): () => readonly Drift[] {
  let found: readonly Drift[] | undefined;
  return () => {
    found ??= schema === undefined ? NO_DRIFT : driftOf(schema, jsonOf(parseBody(text)));
    return found;
  };
}

const expectedBy = (issue: SchemaIssue): string => {
  const { expected, format } = issue as { expected?: string; format?: string };
  return expected ?? format ?? (issue.code ?? 'valid').replaceAll('_', ' ');
};

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root);
