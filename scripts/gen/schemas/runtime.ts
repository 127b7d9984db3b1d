/** What generated schemas use, defined in their file where they do; each may use those after it. */
export const HELPERS: readonly (readonly [name: string, definition: string])[] = [
  [
    'typed',
    `/* @__NO_SIDE_EFFECTS__ */
const typed = <T>(schema: z.ZodMiniType): z.ZodMiniType<T> => schema as z.ZodMiniType<T>;`,
  ],
  [
    'object',
    `/** An object whose fields can be looked at one by one. */
export type ObjectSchema<T> = z.ZodMiniType<T> & { readonly shape: Readonly<Record<keyof T, z.ZodMiniType>> };

/* @__NO_SIDE_EFFECTS__ */
const object = <T>(schema: z.ZodMiniObject): ObjectSchema<T> => schema as never;`,
  ],
  [
    'all',
    `/** Every part must accept the value; unlike an intersection, a closed part refuses the keys of the others. */
const all = (...parts: z.ZodMiniType[]): z.ZodMiniType =>
  z.unknown().check((context) => {
    for (const part of parts) {
      const result = part.safeParse(context.value);
      if (!result.success) context.issues.push(...(result.error.issues as never[]));
    }
  });`,
  ],
  [
    'not',
    `const not = (refused: z.ZodMiniType): z.ZodMiniType =>
  z.unknown().check((context) => {
    if (!refused.safeParse(context.value).success) return;
    context.issues.push({ code: 'custom', message: 'is of a kind that is not accepted', input: context.value });
  });`,
  ],
  [
    'when',
    `/** A schema that says nothing of values of another type. */
const when = (type: 'string' | 'number' | 'array' | 'object', schema: z.ZodMiniType): z.ZodMiniType =>
  z.unknown().check((context) => {
    const { value } = context;
    if ((Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value) !== type) return;
    const result = schema.safeParse(value);
    if (!result.success) context.issues.push(...(result.error.issues as never[]));
  });`,
  ],
  [
    'startsWith',
    `/** A list whose first items have their own schemas, as far as it has them. */
const startsWith = (first: z.ZodMiniType[], rest: z.ZodMiniType) =>
  z.array(z.unknown()).check((context) => {
    for (const [index, item] of context.value.entries()) {
      const result = (first[index] ?? rest).safeParse(item);
      if (!result.success)
        context.issues.push(...(result.error.issues.map((issue) => ({ ...issue, path: [index, ...issue.path] })) as never[]));
    }
  });`,
  ],
  [
    'EMAIL',
    // A dot-atom at a domain, as in RFC 5322; zod's own pattern refuses `sales&more@example.com`.
    "const EMAIL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;",
  ],
  [
    'integer',
    `/** Any integer; \`z.int()\` refuses those beyond 2^53, which a response may hold. */
const integer = () =>
  z.number().check((context) => {
    if (!Number.isInteger(context.value)) context.issues.push({ code: 'invalid_type', expected: 'int', input: context.value });
  });`,
  ],
  [
    'fieldCount',
    `const fieldCount = (least: number, most: number, error: string) =>
  z.refine((value: unknown) => {
    const count = Object.keys(value as object).length;
    return count >= least && count <= most;
  }, { error });`,
  ],
  [
    'notTogether',
    `const notTogether = (names: string[]) =>
  z.refine((value: unknown) => !names.every((name) => Object.hasOwn(value as object, name)), {
    error: \`accepts only one of \${names.join(', ')}\`,
  });`,
  ],
];
