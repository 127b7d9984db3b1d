/** A fenced block of a documentation page. */
export interface PageBlock {
  readonly language: string;
  /** Where the block is written to: the word behind `csv`, or the first line of a `ts` block, `// file: name.ts`. */
  readonly file: string | undefined;
  readonly line: number;
  readonly code: string;
  /** Why it is not run, for a block marked `ignore-run: …`; a `ts` block is type-checked all the same. */
  readonly ignored: string | undefined;
}

const FENCE = /^(?<indent> *)```(?<language>\w+)(?<info>[^\n]*)\n(?<code>.*?)^\k<indent>```$/gms;

/** All fenced blocks of a page, in its order. */
export function pageBlocks(page: string): PageBlock[] {
  return [...page.matchAll(FENCE)].map(({ groups, index }) => {
    const { code = '', info = '', language = '' } = groups ?? {};
    const ignored = /ignore-run: (.+)/.exec(info)?.[1];
    const named = /^(?:\/\/|#) file: (\S+)$/m.exec(code.split('\n', 1)[0] ?? '')?.[1];
    const file = named ?? (ignored === undefined && info.trim() !== '' ? info.trim() : undefined);
    return { language, file, code, ignored, line: page.slice(0, index).split('\n').length };
  });
}

/** One command of a `sh` block, with the exit code that its comment promises. */
export interface Command {
  readonly text: string;
  readonly exitCode: number;
}

/** The commands of a `sh` block: a backslash at the end goes on, and `# exit code 1` says what is right. */
export function commandsOf(code: string): Command[] {
  return code
    .replaceAll(/ *\\\n */g, ' ')
    .split('\n')
    .map((line) => ({
      text: line.replace(/ +#.*$/, '').trim(),
      exitCode: Number(/# exit code (\d+)/.exec(line)?.[1] ?? 0),
    }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}

/** The variables that a page exports and does not set by `$env:` beside it, as PowerShell does. */
export const exportsWithoutPowerShell = (page: string): string[] =>
  [...page.matchAll(/^export (.+)$/gm)]
    .flatMap(([, given = '']) => [...given.matchAll(/\b([A-Z][A-Z_]+)=/g)].map(([, name = '']) => name))
    .filter((name) => !page.includes(`$env:${name} = `));

/** The words of a command as a terminal takes them: quotes hold spaces, and `$NAME` is what was exported, but not inside single quotes. */
export const wordsOf = (text: string, variables: Readonly<Record<string, string>> = {}): string[] =>
  [...text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|\$(\w+)|"/g, (_, literal?: string, name?: string) =>
      name === undefined ? (literal ?? '') : (variables[name] ?? ''),
    ),
  );

/** Lines of a `text` block that the output does not have, in its order; `…` stands for anything. */
export function missingLines(expected: string, output: string): string[] {
  let rest = output;
  return expected
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .filter((line) => {
      const pattern = line
        .split(/ *… */)
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/ +/g, ' +'))
        .join('.*');
      const found = new RegExp(pattern).exec(rest);
      if (found !== null) rest = rest.slice(found.index + found[0].length);
      return found === null;
    });
}
