import type { OpenedFile } from '@leadwire/files';
import type { Style } from './printer.ts';
import { clean, columnName } from './text.ts';

/** What is read, and which column fills which field: shown before anything is sent, so that a wrong guess is seen. */
export function describePlan(file: OpenedFile, style: Style): string[] {
  const extra = (['country', 'key', 'do-not-call'] as const).filter((use) =>
    file.columns.some(({ uses }) => uses.includes(use)),
  );
  const width = Math.max(
    8,
    ...[...file.uses.map(({ destination }) => destination), ...extra].map(({ length }) => length),
  );
  const facts = [file.format, file.sheet && `sheet ${file.sheet}`, file.encoding, file.profile].filter(Boolean);
  const line = (what: string, columns: string): string => `  ${what.padEnd(width)} ← ${columns}`;
  const lines = [`${style('bold', clean(file.name))}  ${clean(facts.join(', '))}`];
  for (const { destination, indexes, why } of file.uses) {
    const names = indexes.map((index) => columnName(file.header[index] ?? '')).join(', then ');
    lines.push(line(destination, `${names}${why === 'told' ? style('dim', '  (--map)') : ''}`));
  }
  for (const use of extra) {
    const names = file.columns.filter(({ uses }) => uses.includes(use)).map(({ name }) => columnName(name));
    lines.push(line(use, names.join(', ')));
  }
  const unused = file.columns
    .filter(({ name, uses }) => uses.length === 0 && name !== '')
    .map(({ name, passedOverFor }) =>
      passedOverFor === undefined ? columnName(name) : `${columnName(name)} (could be ${passedOverFor} too)`,
    );
  if (unused.length === 0) return lines;
  return [
    ...lines,
    line('not sent', unused.join(', ')),
    style('dim', "  To change this: --map phone=COLUMN, --map fields.NAME=COLUMN, --map 'fields.*'"),
  ];
}
