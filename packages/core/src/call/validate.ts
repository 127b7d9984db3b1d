import type { Issue } from '../errors.ts';
import type { RequestSchema, SchemaIssue } from '../operation.ts';

const NO_ISSUES: readonly Issue[] = [];

/** Every fault of a value against its schema, each with its path and a reason; none holds a value. */
export function validate(schema: RequestSchema | undefined, value: unknown, at = ''): readonly Issue[] {
  if (schema === undefined) return NO_ISSUES;
  const result = schema.safeParse(value);
  return result.success ? NO_ISSUES : (result.error?.issues ?? []).flatMap((issue) => readIssue(issue, at));
}

function readIssue(issue: SchemaIssue, at: string): Issue[] {
  const path = joinPath(at, issue.path);
  const { errors, keys } = issue as { errors?: readonly (readonly SchemaIssue[])[]; keys?: readonly string[] };
  if (issue.code === 'invalid_union' && errors && errors.length > 0) {
    // The branch with the fewest faults is most likely the one that was meant.
    const closest = [...errors].sort((a, b) => a.length - b.length)[0] ?? [];
    return closest.flatMap((inner) => readIssue(inner, path));
  }
  if (issue.code === 'unrecognized_keys' && keys) {
    return keys.map((key) => ({
      path: joinPath(path, [key]),
      message: 'is no field of this request',
      code: 'unknown-field',
    }));
  }
  return [{ path, message: wording(issue), ...(issue.code && { code: issue.code.replaceAll('_', '-') }) }];
}

/** zod's wording names types, limits and options, never the value; its mini flavour may have none at all. */
function wording(issue: SchemaIssue): string {
  const details = issue as {
    expected?: string;
    values?: readonly unknown[];
    minimum?: number;
    maximum?: number;
    format?: string;
    input?: unknown;
  };
  switch (issue.code) {
    case 'invalid_type':
      return details.input === undefined && !('received' in details) && issue.message.includes('undefined')
        ? 'is required'
        : `must be ${article(details.expected ?? 'of another type')}`;
    case 'invalid_value':
      return `must be one of ${(details.values ?? []).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return `must have at least ${details.minimum}`;
    case 'too_big':
      return `must have at most ${details.maximum}`;
    case 'invalid_format':
      return `must be written as ${details.format === 'regex' ? 'the pattern asks' : article(details.format ?? 'documented')}`;
    default:
      return issue.message;
  }
}

const article = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;

/** `leads[3].phone_number` from its parts. */
export function joinPath(at: string, parts: readonly PropertyKey[]): string {
  return parts.reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : path === '' ? String(part) : `${path}.${String(part)}`,
    at,
  );
}
