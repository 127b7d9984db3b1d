import { camelCase, freeName } from '../names/names.ts';
import type { Method, Operation } from './open-api.ts';

const RESOURCE_METHOD = /^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/;

/** A derived id, and whether it is the document's own. */
export interface OperationId {
  id: string;
  isOwn: boolean;
}

/**
 * Names an operation `resource.method`: by its own id where that has this form, or one that can be split (`repos/list-for-org`);
 * otherwise by its tag or the first part of its path, and by its id or its verb and the rest of the path.
 */
export function operationId(operation: Operation, verb: Method, path: string, taken: Set<string>): OperationId {
  const own = typeof operation.operationId === 'string' ? operation.operationId.trim() : '';
  const isOwn = RESOURCE_METHOD.test(own) && !taken.has(own);
  if (isOwn) {
    taken.add(own);
    return { id: own, isOwn };
  }
  const [resource, method] =
    own === '' ? [resourceOf(operation, path), methodOf(verb, path)] : split(own, operation, path);
  return { id: freeName(`${word(resource)}.${word(method)}`, taken), isOwn };
}

function split(id: string, operation: Operation, path: string): [resource: string, method: string] {
  const at = id.search(/[./]/);
  return at > 0 && at < id.length - 1 ? [id.slice(0, at), id.slice(at + 1)] : [resourceOf(operation, path), id];
}

const staticParts = (path: string): string[] =>
  path.split('/').filter((part) => part !== '' && !part.includes('{') && !/^(v\d[\w.]*|api|rest)$/i.test(part));

function resourceOf(operation: Operation, path: string): string {
  const [tag] = Array.isArray(operation.tags) ? operation.tags : [];
  return typeof tag === 'string' && /[a-z]/i.test(tag) ? tag : (staticParts(path)[0] ?? 'root');
}

const VERBS: Partial<Record<Method, string>> = { post: 'create', put: 'replace', patch: 'update', delete: 'delete' };

function methodOf(verb: Method, path: string): string {
  const read = /\}[^/]*\/?$/.test(path) ? 'get' : 'list';
  const word = verb === 'get' ? read : (VERBS[verb] ?? verb);
  return [word, ...staticParts(path).slice(1)].join(' ');
}

/** Capitals before the end, another word or a capital that begins one. */
const ACRONYM = /^[A-Z]{2,}(?=$|[^A-Za-z]|[A-Z][a-z])/;

/** A word that begins with a small letter: `IP Allowlist` is `ipAllowlist`, `2fa` is `n2fa`. */
function word(text: string): string {
  const words = text.replaceAll(/[^A-Za-z0-9]+/g, ' ').trim();
  const name = camelCase(words.replace(ACRONYM, (letters) => letters.toLowerCase())).replace(/^_/, '');
  if (name === '') return 'operation';
  return /^[a-z]/.test(name) ? name : `n${name}`;
}
