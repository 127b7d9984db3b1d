import type { End } from './measure.ts';

/** One document by one tool, as it is printed and kept. */
export interface GeneratorResult {
  readonly document: string;
  readonly operations: number;
  readonly tool: string;
  readonly generated: End;
  readonly compiled?: End;
  /** Examples of the document that the schemas judge as ajv does. */
  readonly agreed?: number | undefined;
  readonly judged?: number | undefined;
  /** Examples that ajv refuses and the schemas accept. */
  readonly wronglyAccepted?: number | undefined;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

export const HEADER = `| document | operations | tool | generated | compiled | examples agreed | wrongly accepted | seconds | CPU s | peak MiB |
| --- | ---: | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |`;

export function rowOf(result: GeneratorResult): string {
  const {
    agreed,
    compiled = '–',
    cpuSeconds,
    document,
    generated,
    judged,
    operations,
    peakMiB,
    seconds,
    tool,
  } = result;
  const examples = judged === undefined ? ['–', '–'] : [`${agreed}/${judged}`, result.wronglyAccepted];
  const figures = [seconds.toFixed(1), cpuSeconds.toFixed(1), peakMiB.toFixed(0)];
  return `| ${[document, operations, tool, generated, compiled, ...examples, ...figures].join(' | ')} |`;
}
