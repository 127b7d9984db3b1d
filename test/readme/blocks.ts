/** A ts block of a README, as a reader would copy it. */
export interface Block {
  /** Named by its first line, `// file: route.ts`, so that other blocks can import it; else by its line. */
  readonly file: string;
  /** Where it begins in the README. */
  readonly line: number;
  readonly code: string;
  /** False for a block marked `ignore-run`: it is type-checked only. */
  readonly runs: boolean;
}

const FENCE = /^```ts(?<mark>[^\n]*)\n(?<code>.*?)^```$/gms;

/** All blocks marked `ts`, in the order of the README. */
export function blocksOf(readme: string): Block[] {
  return [...readme.matchAll(FENCE)].map(({ index, groups }) => {
    const { mark = '', code = '' } = groups ?? {};
    const line = readme.slice(0, index).split('\n').length;
    const file = /^\/\/ file: (\S+)$/m.exec(code.split('\n', 1)[0] ?? '')?.[1] ?? `line-${line}.ts`;
    return { file, line, code, runs: mark.trim() !== 'ignore-run' };
  });
}
