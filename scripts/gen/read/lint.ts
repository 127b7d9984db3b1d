import { fileURLToPath } from 'node:url';
import {
  createConfig,
  getLineColLocation,
  lint,
  lintDocument,
  loadConfig,
  makeDocumentFromString,
  type NormalizedProblem,
} from '@redocly/openapi-core';
import { SpecError, type SpecFault, shown } from '../fault.ts';
import type { PlaceOf } from './document.ts';
import { type OpenApi, stepsOf } from './open-api.ts';

const CONFIG = fileURLToPath(new URL('../../../redocly.yaml', import.meta.url));

/** What the rules of redocly.yaml refuse in one of our own specs: Redocly's, and those of specs/rules. */
export async function lintSpec(file: string): Promise<SpecFault[]> {
  const config = await loadConfig({ configPath: CONFIG });
  const problems = await lint({ ref: file, config }).catch(({ message }: Error) => {
    throw new SpecError([{ file: shown(file), line: 1, message: `cannot be read: ${message}` }]);
  });
  return problems.map((problem) => faultOf(problem, file));
}

/** What is not as the Overlay Specification 1.0 has it; a file that does not say that it is one is not read. */
export async function lintOverlay(file: string): Promise<SpecFault[]> {
  const config = await createConfig({ rules: { struct: 'error' } });
  const problems = await lint({ ref: file, config }).catch((cause: Error) => {
    const [reason = ''] = cause.message.split('\n');
    throw new SpecError([{ file: shown(file), line: 1, message: `is not an OpenAPI Overlay: ${reason}` }]);
  });
  return problems.map((problem) => faultOf(problem, file));
}

/** What is wrong with our extensions in a document that is not ours; it need not have any. */
export async function lintExtensions(document: OpenApi, placeOf: PlaceOf): Promise<SpecFault[]> {
  const text = JSON.stringify(document);
  if (!text.includes('"x-leadwire-')) return [];
  const config = await loadConfig({ configPath: CONFIG, customExtends: ['leadwire/extensions'] });
  const parsed = makeDocumentFromString(text, '/document.json') as Parameters<typeof lintDocument>[0]['document'];
  const problems = await lintDocument({ document: parsed, config } as Parameters<typeof lintDocument>[0]);
  return problems.map((problem) => ({ ...placeOf(stepsTo(problem)), message: oneLine(problem.message) }));
}

/** Named by the last steps to it. */
function faultOf(problem: NormalizedProblem, root: string): SpecFault {
  const steps = stepsTo(problem).slice(-3);
  const where = steps.length === 0 ? '' : `${steps.join(' > ')}: `;
  const [at] = problem.location;
  return {
    file: shown(at?.source.absoluteRef ?? root),
    line: at === undefined ? 1 : lineOf(at),
    message: `${where}${oneLine(problem.message)} (${problem.ruleId})`,
  };
}

function lineOf(location: NormalizedProblem['location'][number]): number {
  const found = getLineColLocation(location);
  return 'start' in found ? found.start.line : 1;
}

function stepsTo({ location: [at] }: NormalizedProblem): string[] {
  const pointer = at !== undefined && 'pointer' in at ? (at.pointer ?? '') : '';
  return stepsOf(pointer.replace(/^#\/?$|^#/, ''));
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, ' ');
