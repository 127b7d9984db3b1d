/**
 * A value of which a process has one, although leadwire may be loaded twice: once by `import` and once by `require`.
 * @example const accounts = perProcess('limiters', () => new Map());
 */
export function perProcess<Value>(name: string, create: () => Value): Value {
  const registry = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for(`leadwire.${name}`);
  registry[key] ??= create();
  return registry[key] as Value;
}
