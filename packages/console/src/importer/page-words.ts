import type { Wording } from '@leadwire/importer';

/** Flags of the command, and what does the same in the page. */
const CONTROLS: readonly (readonly [flag: RegExp, control: string])[] = [
  [/To read another: --sheet NAME/, 'Choose another one below.'],
  [/To say otherwise: --skip-lines N/, 'To say otherwise, open "The names of the columns are in another line".'],
  [/add --account ([\w-]+)/, 'under Destination, More, give $1 as the name of the account'],
  [/Name the one that holds the phone with --map phone=COLUMN\./, 'Choose the one that holds the phone below.'],
  [/^--base-url/, 'The address'],
];

/** What the reader says may end with a flag of the command: the page names its own control, or the command where it has none. */
export const inPageWords = (text: string): string =>
  CONTROLS.reduce((said, [flag, control]) => said.replace(flag, control), text).replace(
    /(^|\. )([^.]*--[a-z].*)$/s,
    '$1With leadwire import: $2',
  );

/** What to do next about a row, by the buttons of the page. */
export const WORDING: Wording = {
  inWords: (text) => text,
  update: 'to send them, choose "is updated" under Destination',
  afterUndo: 'this import does not send it again',
  runAgain: 'Press Resume',
};
