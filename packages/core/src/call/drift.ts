import type { OperationMeta, RequestSchema, SchemaIssue } from '../operation.ts';
import { describeValue } from '../privacy.ts';
import type { Drift } from '../result.ts';
import { parseBody } from '../transport/read-body.ts';
import { joinPath, valueAt } from './request/validate.ts';

const NO_DRIFT: readonly Drift[] = [];

/** How a response differs from its spec. */
function driftOf(schema: RequestSchema | undefined, value: unknown): readonly Drift[] {
  if (schema === undefined || value === undefined) return NO_DRIFT;
  const result = schema.safeParse(value);
  if (result.success) return NO_DRIFT;
  return (result.error?.issues ?? []).map((issue) => ({
    path: joinPath('', issue.path),
    expected: expectedBy(issue),
    got: describeValue(valueAt(value, issue.path)),
  }));
}

const NO_BODY: readonly Drift[] = [{ path: '', expected: 'a body', got: 'nothing' }];

/** The drift of a response text. A success without a body where the spec has one, such as a 204 to a list, is drift. */
export function driftOfText(
  { mayBeEmpty }: OperationMeta,
  schema: RequestSchema | undefined,
  text: string,
): readonly Drift[] {
  if (schema === undefined) return NO_DRIFT;
  return text === '' && mayBeEmpty !== true ? NO_BODY : driftOf(schema, parseBody(text).value);
}

const expectedBy = (issue: SchemaIssue): string => {
  const { expected, format } = issue as { expected?: string; format?: string };
  return expected ?? format ?? (issue.code ?? 'valid').replaceAll('_', ' ');
};
