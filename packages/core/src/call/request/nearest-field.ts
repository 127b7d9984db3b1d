import { didYouMean } from '../../check-options.ts';
import type { RequestSchema } from '../../operation.ts';

/** As much of a zod schema's inside as names its fields. */
interface SchemaNode {
  readonly _zod?: {
    readonly def?: {
      readonly shape?: Readonly<Record<string, SchemaNode>>;
      readonly element?: SchemaNode;
      readonly innerType?: SchemaNode;
      readonly options?: readonly SchemaNode[];
      readonly in?: SchemaNode;
    };
  };
}

/** The known field that a misspelled one most likely means, as {@link didYouMean} says it. */
export const fieldMeant = (schema: RequestSchema, path: readonly PropertyKey[], unknownField: string): string =>
  didYouMean(fieldsAt(schema as SchemaNode, path), unknownField);

function fieldsAt(node: SchemaNode | undefined, path: readonly PropertyKey[]): string[] {
  const def = node?._zod?.def;
  if (def === undefined) return [];
  if (def.options !== undefined) return def.options.flatMap((option) => fieldsAt(option, path));
  const inner = def.innerType ?? def.in;
  if (inner !== undefined) return fieldsAt(inner, path);
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(def.shape ?? {});
  return fieldsAt(typeof step === 'number' ? def.element : def.shape?.[String(step)], rest);
}
