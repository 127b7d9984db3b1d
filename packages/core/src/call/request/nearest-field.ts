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

/** More slips than these are another word. */
const MAX_SLIPS = 2;

/** The known field that a misspelled one most likely means: `email` for `emial`. */
export function nearestField(
  schema: RequestSchema,
  path: readonly PropertyKey[],
  unknownField: string,
): string | undefined {
  const fields = fieldsAt(schema as SchemaNode, path);
  const slips = fields.map((field) => ({
    field,
    slips: editDistance(field.toLowerCase(), unknownField.toLowerCase()),
  }));
  slips.sort((a, b) => a.slips - b.slips);
  const [nearest] = slips;
  const isNear = nearest !== undefined && nearest.slips <= MAX_SLIPS && nearest.slips < unknownField.length / 2;
  return isNear ? nearest.field : undefined;
}

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

/** How many letters must be added, dropped, changed or swapped with the next. */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MAX_SLIPS || Math.max(one.length, other.length) > 100) return MAX_SLIPS + 1;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const change = (last[column - 1] ?? 0) + Number(one[row - 1] !== other[column - 1]);
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swap = isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, change, swap));
    }
    [before, last] = [last, current];
  }
  return last[other.length] ?? 0;
}
