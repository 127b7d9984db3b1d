/** Every value at a path such as `leads[].notes`. */
export function valuesAt(root: unknown, path: string): unknown[] {
  let values: unknown[] = [root];
  for (const step of path.split('.')) {
    const key = step.endsWith('[]') ? step.slice(0, -2) : step;
    values = values.map((value) => (value as Record<string, unknown> | null | undefined)?.[key]);
    if (step.endsWith('[]')) values = values.flatMap((value) => (Array.isArray(value) ? value : []));
  }
  return values;
}

/** A copy of what is plain data, to the bottom. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const kind = Object.getPrototypeOf(value);
  return kind === Object.prototype || kind === null;
}

/** A copy without fields that are undefined: they are absent on the wire, so they are absent to the schema. */
export function dropUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(hasUndefined) ? value.map(dropUndefined) : value;
  if (!hasUndefined(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value as object)) if (inner !== undefined) kept[key] = dropUndefined(inner);
  return kept;
}

function hasUndefined(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasUndefined);
  if (!isPlain(value)) return false;
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner === undefined || hasUndefined(inner)) return true;
  }
  return false;
}
