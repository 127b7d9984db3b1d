import { bodySchemas, type Field, fieldAt, isArray, resultSchemas } from './fields.ts';
import { type OpenApi, type Operation, type Parameter, type PathItem, parametersOf, resolveLocal } from './open-api.ts';
import { queryStyle } from './query-style.ts';

/** One thing wrong with an operation, and the key below it where it stands. */
interface OperationFault {
  message: string;
  inside?: string[];
}

interface Place {
  path: string;
  item: PathItem;
  operation: Operation;
}

/** What an operation says that its own parameters, bodies and answers do not bear out, or that no request could carry. */
export function operationFaults(document: OpenApi, { path, item, operation }: Place): OperationFault[] {
  const parameters = parametersOf(document, item, operation);
  return [
    ...pathFaults(path, parameters),
    ...parameters.flatMap(parameterFaults),
    ...queryFaults(document, parameters),
    ...bodyFaults(document, operation),
    ...effectFaults(document, operation, parameters),
    ...pagingFaults(document, operation, parameters),
  ];
}

/** A part of the path that no parameter fills would be sent as it stands. */
function pathFaults(path: string, parameters: readonly Parameter[]): OperationFault[] {
  const parts = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  return [
    ...parts.filter((name) => !declared.includes(name)).map((name) => `declares no path parameter '${name}'`),
    ...declared.filter((name) => !parts.includes(name)).map((name) => `has no part '${name}' in its path`),
  ].map((message) => ({ message }));
}

function parameterFaults(parameter: Parameter): OperationFault[] {
  const { in: place, name, style, required } = parameter;
  const fault = (reason: string) => [{ message: `cannot send ${place} parameter '${name}': ${reason}` }];
  if ('content' in parameter) return fault('it has a media type of its own');
  if (place === 'path' && style !== undefined && style !== 'simple') return fault(`its style is '${style}'`);
  if (place === 'cookie' && required === true) return fault('fetch sends no cookies');
  return [];
}

function queryFaults(document: OpenApi, parameters: readonly Parameter[]): OperationFault[] {
  const style = queryStyle(document, parameters);
  return typeof style === 'string' ? [{ message: style }] : [];
}

/** The client sends JSON and files. */
function bodyFaults(document: OpenApi, operation: Operation): OperationFault[] {
  if (operation.requestBody === undefined) return [];
  const types = Object.keys(resolveLocal(document, operation.requestBody).content ?? {});
  if (types.includes('multipart/form-data') || bodySchemas(document, operation).length > 0) return [];
  return [{ message: `cannot send its body: ${types.join(', ') || 'nothing'} is not JSON`, inside: ['requestBody'] }];
}

const EFFECT = ['x-leadwire-effect'];

function effectFaults(document: OpenApi, operation: Operation, parameters: readonly Parameter[]): OperationFault[] {
  const keyed = parameters.some(({ in: place, name }) => place === 'header' && /^idempotency-key$/i.test(name));
  const unkeyed = operation['x-leadwire-effect'] === 'keyed' && !keyed;
  const cases = operation['x-leadwire-unguarded-when'];
  const paths = Array.isArray(cases) ? cases.flatMap((conditions) => Object.keys(conditions ?? {})) : [];
  const bodies = bodySchemas(document, operation);
  return [
    ...(unkeyed ? [{ message: 'is keyed, but declares no header Idempotency-Key', inside: EFFECT }] : []),
    ...paths
      .filter((path) => !bodies.some((body) => fieldAt(document, body, path, 'some') !== undefined))
      .map((path) => ({ message: `has no field '${path}' in its body`, inside: ['x-leadwire-unguarded-when'] })),
  ];
}

/** A word that leads nowhere would end a list after its first page, and nobody would notice. */
function pagingFaults(document: OpenApi, operation: Operation, parameters: readonly Parameter[]): OperationFault[] {
  const paging = operation['x-leadwire-pagination'] as Readonly<Record<string, string>> | undefined;
  if (typeof paging?.items !== 'string') return [];
  const [result] = resultSchemas(document, operation);
  const items = result && fieldAt(document, result, paging.items);
  const item = items && fieldAt(document, items, '[]');
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const body = bodySchemas(document, operation)[0];
  const missing = (words: readonly string[], holder: Field | undefined, where: string) =>
    words
      .filter((word) => typeof paging[word] === 'string')
      .filter((word) => holder === undefined || fieldAt(document, holder, paging[word] ?? '') === undefined)
      .map((word) => `has no ${word} '${paging[word]}' in its ${where}`);
  return [
    ...(items !== undefined && isArray(document, items) ? [] : [`answers with no list at '${paging.items}'`]),
    ...['param', 'size', 'page']
      .filter((word) => word in paging && !query.includes(paging[word] ?? ''))
      .map((word) => `has no query parameter '${paging[word]}'`),
    ...missing(['next', 'more', 'current', 'last', 'total'], result, 'answer'),
    ...missing(['freeze'], body, 'body'),
    ...missing(['id'], item, 'items'),
  ].map((message) => ({ message, inside: ['x-leadwire-pagination'] }));
}
