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

/**
 * A deep copy of plain data, without fields that are undefined: they are absent on the wire, so they are absent to the schema.
 * What is not plain data, such as a Date or a form, is kept as it is.
 */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined) copy[key] = copyOf(inner);
  }
  return copy;
}
