import { FileError } from '../errors.ts';

/** Column names as they are used: trimmed, each there once. */
export function checkHeader(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  const places = new Map<string, number[]>();
  names.forEach((name, index) => {
    if (name !== '') places.set(name.toLowerCase(), [...(places.get(name.toLowerCase()) ?? []), index + 1]);
  });
  const twice = [...places.values()].filter((columns) => columns.length > 1);
  if (twice.length > 0) {
    const said = twice.map((columns) => `"${names[(columns[0] ?? 1) - 1]}" (columns ${columns.join(' and ')})`);
    throw new FileError(`the header names a column more than once: ${said.join(', ')}.`, {
      hints: ['Rename one of them, so that it is clear which one is meant.'],
    });
  }
  const data = names.findIndex((name) => /^\+?[\d\s().-]{7,}$/.test(name) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name));
  if (data !== -1) {
    throw new FileError(
      `the first line looks like data, not like a header: its column ${data + 1} holds a phone number or an e-mail address.`,
      {
        hints: ['Put a line with the names of the columns on top of the file.'],
      },
    );
  }
  return names;
}
