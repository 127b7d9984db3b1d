import type { Wording } from '@leadwire/importer';

/** What the reader says of a file may end with the flag of the command that changes it: the page names the command, too. */
export const inPageWords = (text: string): string =>
  text.replace(/(^|\. )([^.]*--[a-z].*)$/s, '$1With leadwire import: $2');

/** What to do next about a row, by the buttons of the page. */
export const WORDING: Wording = {
  inWords: (text) => text,
  update: 'to send them, choose "is updated" under Destination',
  afterUndo: 'this import does not send it again',
  runAgain: 'Press Resume',
};
