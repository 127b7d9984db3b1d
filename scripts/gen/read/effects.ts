import type { SpecOperation } from './open-api.ts';
import { type OpenApi, type Parameter, parametersOf } from './open-api.ts';

/** An effect class for an operation that states none. */
export interface ProposedEffect {
  effect: 'read' | 'safe-repeat' | 'keyed' | 'unguarded';
  /** Why this class, in a few words. */
  why: string;
}

/** What is assumed of an operation without a class: what is certain from its verb and its headers, and otherwise the careful choice. */
export function assumedEffect(document: OpenApi, { verb, item, operation }: SpecOperation): ProposedEffect {
  if (hasIdempotencyKey(parametersOf(document, item, operation)))
    return { effect: 'keyed', why: 'it declares an Idempotency-Key header' };
  if (['get', 'head', 'options', 'trace'].includes(verb)) return { effect: 'read', why: `${verb.toUpperCase()} reads` };
  if (verb === 'put' || verb === 'delete')
    return { effect: 'safe-repeat', why: `${verb.toUpperCase()} leaves the same state when it is repeated` };
  return { effect: 'unguarded', why: `a repeated ${verb.toUpperCase()} may act again` };
}

/** What `--suggest-effects` proposes: the same, and guesses by name. */
function suggestedEffect(document: OpenApi, known: SpecOperation): ProposedEffect {
  const assumed = assumedEffect(document, known);
  if (assumed.effect !== 'unguarded') return assumed;
  const words = `${known.operation.operationId ?? ''} ${known.path}`;
  if (known.verb === 'post' && READS.test(words))
    return { effect: 'read', why: 'its name says that it searches or lists' };
  if (known.verb === 'patch') return { effect: 'safe-repeat', why: 'PATCH sets fields, unless one of them appends' };
  return assumed;
}

const READS = /(^|[^a-z])(search|list|query|find|lookup|filter)([^a-z]|$)|(Search|List|Query|Lookup)([A-Z]|\b)/;

/** Whether an operation takes an idempotency key. */
export const hasIdempotencyKey = (parameters: readonly Parameter[]): boolean =>
  parameters.some(({ in: place, name }) => place === 'header' && /^idempotency-key$/i.test(name));

/** An OpenAPI Overlay with a class for each operation that has none, each marked to be confirmed. */
export function effectsOverlay(document: OpenApi, operations: readonly SpecOperation[]): string {
  const actions = operations.map((known) => {
    const { effect, why } = suggestedEffect(document, known);
    return `  # To be confirmed: ${why}.
  - target: ${JSON.stringify(`$.paths[${quoted(known.path)}].${known.verb}`)}
    update: { x-leadwire-effect: ${effect} }`;
  });
  const title = JSON.stringify(`Effect classes of ${document.info.title}`);
  return `overlay: 1.0.0
info: { title: ${title}, version: 1.0.0 }
# What repeating an operation does. Classes: read, safe-repeat, natural-key, conflict-key, keyed, dup-flag, queued-upsert, unguarded.
${actions.length === 0 ? 'actions: []' : `actions:\n${actions.join('\n')}`}
`;
}

const quoted = (path: string): string => `'${path.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
