/** One import of a source file: what it names, and in which line. */
export interface Import {
  specifier: string;
  line: number;
}

// Enough for formatted code: a statement begins its line, and comments do not count. What is computed cannot be read;
// `import(name)` is given back as `?`, so that a rule can refuse it.
const FORMS = [
  /^[ \t]*(?:import|export)\b[^'"`;=()]*?\bfrom\s*(['"])(?<specifier>[^'"]+)\1/gm,
  /^[ \t]*import\s*(['"])(?<specifier>[^'"]+)\1/gm,
  /\b(?:import|require)\(\s*(?:(['"])(?<specifier>[^'"]+)\1\s*[,)]|(?!['")]))/g,
  /\bnew URL\(\s*(['"])(?<specifier>\.[^'"]+\.[cm]?[jt]s)\1,\s*import\.meta\.url/g,
];

/** Every import, re-export, dynamic import, require and worker address of a source text. */
export function importsOf(text: string): Import[] {
  const code = withoutComments(text);
  return FORMS.flatMap((form) =>
    [...code.matchAll(form)].map(({ groups, index, 0: found }) => ({
      specifier: groups?.specifier ?? '?',
      line: code.slice(0, index + found.search(/\S/)).split('\n').length,
    })),
  );
}

/** Comments that have their lines for themselves are blanked; line numbers stay. */
const withoutComments = (text: string): string =>
  text
    .replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replace(/^[ \t]*\/\/.*$/gm, '');
