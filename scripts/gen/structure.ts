import { createConfig, lint, type NormalizedProblem } from '@redocly/openapi-core';
import type { SpecFault } from './fault.ts';
import { placeOf, type SpecFiles, stepsOf } from './spec-files.ts';

/** What must hold before a document can be read at all. */
const RULES = { struct: 'error', 'no-unresolved-refs': 'error', 'operation-parameters-unique': 'error' } as const;

/**
 * What is wrong with the structure of a document: fields that OpenAPI does not know, values of another type,
 * references that lead nowhere, one parameter twice.
 */
export async function structureFaults(root: string, files: SpecFiles): Promise<SpecFault[]> {
  const problems = await lint({ ref: root, config: await createConfig({ rules: RULES }) });
  return problems.filter(isFault).map((problem) => faultOf(problem, root, files));
}

/** Redocly knows no boolean schemas and no keywords of other vocabularies; JSON Schema allows both. */
function isFault({ message, ruleId, location: [at] }: NormalizedProblem): boolean {
  if (ruleId !== 'struct') return true;
  if (message.startsWith('Expected type `Schema` (object) but got `boolean`')) return false;
  const inSchema = /\/(schemas?|properties|items|allOf|anyOf|oneOf|\$defs)(\/|$)/.test(at?.pointer ?? '');
  // `nullable` is of OpenAPI 3.0 and says nothing in 3.1: whoever writes it means something else.
  return !(inSchema && message.includes('is not expected here') && !message.includes('`nullable`'));
}

/** Named by the last steps to it, a reference that leads nowhere by its own text. */
function faultOf({ message, ruleId, location: [at] }: NormalizedProblem, root: string, files: SpecFiles): SpecFault {
  const path = at?.source.absoluteRef ?? root;
  const steps = stepsOf(at?.pointer?.replace(/^#\/?$|^#/, '') ?? '');
  const place = placeOf(files, path, steps);
  const text = message.replaceAll(/\s*\n\s*/g, ' ');
  if (ruleId !== 'no-unresolved-refs')
    return { ...place, message: steps.length === 0 ? text : `${steps.slice(-3).join(' > ')}: ${text}` };
  const node = files.get(path)?.document.getIn(steps) as { get?: (key: string) => unknown } | string | undefined;
  const ref = typeof node === 'string' ? node : node?.get?.('$ref');
  return { ...place, message: ref === undefined ? text : text.replace('$ref', `$ref '${ref}'`) };
}
