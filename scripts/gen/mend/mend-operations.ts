import type { Warn } from '../fault.ts';
import {
  METHODS,
  type OpenApi,
  type Operation,
  type Parameter,
  type PathItem,
  resolveLocal,
} from '../read/open-api.ts';
import { mendMediaTypes } from './mend-media-types.ts';

/** Parameters and responses in the form that OpenAPI asks for, in place. */
export function mendOperations(document: OpenApi, warn: Warn): void {
  const ids = new Set<string>();
  for (const [path, written] of Object.entries(document.paths ?? {})) {
    const item = resolveLocal(document, written ?? {});
    for (const verb of METHODS) {
      if (item[verb] === undefined) continue;
      const at: Warn = (inside, message) => warn(['paths', path, verb, ...inside], message);
      if (typeof item[verb] !== 'object' || item[verb] === null) {
        at([], 'is empty: read as an operation without parameters');
        item[verb] = {};
      }
      const operation = item[verb];
      mendId(operation, ids, at);
      mendParameters(document, { path, item, operation }, at);
      mendResponses(document, operation, at);
      mendMediaTypes(document, operation, at);
    }
  }
}

/** Two operations of one name cannot be told apart: the second is named by its path and its verb. */
function mendId(operation: Operation, ids: Set<string>, warn: Warn): void {
  const { operationId } = operation;
  if (operationId === undefined) return;
  if (ids.has(operationId)) {
    warn(['operationId'], `operationId '${operationId}' is used before: ignored`);
    delete operation.operationId;
  }
  ids.add(operationId);
}

interface Place {
  path: string;
  item: PathItem;
  operation: Operation;
}

function mendParameters(document: OpenApi, { path, item, operation }: Place, warn: Warn): void {
  const parts = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const { kept, known } = keptParameters(document, { operation, parts }, warn);
  for (const parameter of item.parameters ?? []) {
    const { in: place, name } = resolveLocal(document, parameter);
    known.add(`${place} ${name}`);
  }
  for (const name of parts.filter((part) => !known.has(`path ${part}`))) {
    warn([], `path parameter '${name}' is not declared: read as text`);
    kept.push({ name, in: 'path', required: true, schema: { type: 'string' } });
  }
  for (const parameter of kept) if (parameter.in === 'path') parameter.required = true;
  if (kept.length > 0 || operation.parameters !== undefined) operation.parameters = kept;
}

/** The parameters of an operation that can be read, and the names that they have taken. */
function keptParameters(
  document: OpenApi,
  { operation, parts }: { operation: Operation; parts: readonly string[] },
  warn: Warn,
): { kept: Parameter[]; known: Set<string> } {
  const known = new Set<string>();
  const kept: Parameter[] = [];
  for (const [index, written] of (operation.parameters ?? []).entries()) {
    const parameter = resolveLocal(document, written);
    const at = ['parameters', String(index)];
    const key = `${parameter?.in} ${parameter?.name}`;
    if (typeof parameter?.name !== 'string') warn(at, 'a parameter has no name: ignored');
    else if (known.has(key)) warn(at, `parameter '${parameter.name}' is declared twice: the second is ignored`);
    else if (parameter.in === 'path' && !parts.includes(parameter.name))
      warn(at, `path parameter '${parameter.name}' is not part of the path: ignored`);
    else {
      known.add(key);
      kept.push(withSchema(parameter, (keyword, message) => warn([...at, keyword], message)));
    }
  }
  return { kept, known };
}

const STYLES: Readonly<Record<string, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
};

/** Swagger 2 wrote the type beside the name. */
function withSchema(parameter: Parameter, warn: (keyword: string, message: string) => void): Parameter {
  const { in: place, name, style } = parameter;
  if (style !== undefined && STYLES[place]?.includes(style) === false) {
    warn('style', `style '${style}' of '${name}' is not one of a ${place} parameter: ignored`);
    delete parameter.style;
  }
  if (parameter.schema === undefined && parameter.content === undefined) parameter.schema = {};
  return parameter;
}

function mendResponses(document: OpenApi, operation: Operation, warn: Warn): void {
  const { responses } = operation;
  if (typeof responses !== 'object' || responses === null || Object.keys(responses).length === 0) {
    warn([], 'declares no response: read as one that may be anything');
    operation.responses = { default: { description: '' } };
    return;
  }
  for (const [status, written] of Object.entries(responses)) {
    if (status.startsWith('x-')) delete responses[status];
    const response = resolveLocal(document, written ?? {});
    if (response.description !== undefined) continue;
    warn(['responses', status], 'a response has no description: added an empty one');
    if (written === null) responses[status] = { description: '' };
    else response.description = '';
  }
}
