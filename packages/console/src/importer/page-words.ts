const WORDS: readonly (readonly [RegExp, string])[] = [
  [/, or give --phones national or --phones international/g, ', or answer the question about it under Columns'],
  [/, or give --country/g, ', or choose the country under Columns'],
  [/ \(--on-existing update sends them\)/g, ' ("update" under Destination sends them)'],
  [/ or name a ledger with --ledger/g, ''],
  [/ with --on-existing update/g, ' with "update" under Destination'],
  [/ --import-id sends it again/g, ' the command sends it again with --import-id'],
  [/Run the command again/g, 'Press Resume'],
  [/the column of --key/g, 'the key column'],
];

/** What the command says, in the words of the page. */
export const inPageWords = (text: string): string =>
  text.includes('--') || text.includes('Run the')
    ? WORDS.reduce((said, [words, instead]) => said.replace(words, instead), text)
    : text;
