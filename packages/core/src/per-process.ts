/**
 * A value of which a process has one, although leadwire may be loaded twice: by `import` and by `require`, or in two versions.
 * @param shape - raise it whenever the value changes in a way that another version could not use: values of different shapes are not shared
 * @example const accounts = perProcess('limiters', 1, () => new Map());
 */
export function perProcess<Value>(name: string, shape: number, create: () => Value): Value {
  const registry = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for(`leadwire.${name}/${shape}`);
  registry[key] ??= create();
  return registry[key] as Value;
}
