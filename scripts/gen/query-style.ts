import { type OpenApi, type Parameter, resolveLocal, type Schema } from './open-api.ts';

/** How openapi-fetch is to write the lists and the objects of a query. */
export type QueryStyle = Partial<Record<'array' | 'object', { style: string; explode: boolean }>>;

/** What it does when it is not told. */
const DEFAULT = { array: 'form,true', object: 'deepObject,true' };

/**
 * The way in which a query is written, undefined where it is openapi-fetch's own.
 * @returns a text where the parameters ask for several: it knows one for all lists, and one for all objects
 */
export function queryStyle(document: OpenApi, parameters: readonly Parameter[]): QueryStyle | string | undefined {
  const found: QueryStyle = {};
  for (const kind of ['array', 'object'] as const) {
    const asked = parameters.filter(
      (parameter) => parameter.in === 'query' && kindOf(document, parameter.schema) === kind,
    );
    const styles = new Map(
      asked.map(({ name, style = 'form', explode = style === 'form' }) => [
        `${style},${explode}`,
        { name, style, explode },
      ]),
    );
    const [first, other] = [...styles.values()];
    if (first !== undefined && other !== undefined)
      return `cannot send '${first.name}' and '${other.name}' together: they are written in two ways`;
    // `deepObject` is written in one way only.
    const key = [...styles.keys()][0]?.replace('deepObject,false', DEFAULT.object);
    if (first !== undefined && key !== DEFAULT[kind]) found[kind] = { style: first.style, explode: first.explode };
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

function kindOf(document: OpenApi, given: Schema | undefined): 'array' | 'object' | undefined {
  const schema = given && resolveLocal(document, given);
  const types = [schema?.type].flat();
  if (types.includes('array')) return 'array';
  return types.includes('object') || schema?.properties !== undefined ? 'object' : undefined;
}
