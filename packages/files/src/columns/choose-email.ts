import { lookOf } from '../cells/looks-like.ts';
import type { Doubt } from '../doubts.ts';
import type { Sample } from './choose-phone.ts';
import { listColumns, mapFlag, shortName } from './find-column.ts';
import { guessColumn } from './guess-column.ts';

export interface EmailChoice {
  readonly indexes: readonly number[];
  readonly doubt: Doubt | undefined;
}

/** The e-mail columns of a file, by name and cells; a flag such as `HasOptedOutOfEmail` is none. */
export function chooseEmail({ header, rows, rare }: Sample, taken: ReadonlySet<number>): EmailChoice {
  const named = header.flatMap((name, index) => {
    const guess = taken.has(index) ? undefined : guessColumn(name);
    const isDouble = header.indexOf(name) !== header.lastIndexOf(name);
    return guess?.field === 'email' && !isDouble ? [{ name, index, guess, look: lookOf(rows, index) }] : [];
  });
  const fitting = named
    .filter(({ guess, look }) => guess.strength === 'exact' || look.filled === 0 || look.emails * 2 >= look.filled)
    .sort(
      (a, b) =>
        Number(rare.has(a.index)) - Number(rare.has(b.index)) || a.guess.rank - b.guess.rank || a.index - b.index,
    );
  const own = fitting.filter(({ guess }) => guess.person === '');
  const wrong = own.find(({ look }) => look.filled >= 3 && look.emails === 0);
  if (wrong !== undefined)
    return asked([wrong.name], `Column "${shortName(wrong.name)}" is named after an e-mail address, but holds none.`);
  if (own.length > 0) return { indexes: own.map(({ index }) => index), doubt: undefined };
  const people = new Set(fitting.map(({ guess }) => guess.person));
  if (people.size <= 1) return { indexes: fitting.map(({ index }) => index), doubt: undefined };
  const names = fitting.map(({ name }) => name);
  return asked(names, `More than one column holds e-mail addresses, of different people: ${listColumns(names)}.`);
}

function asked(names: readonly string[], question: string): EmailChoice {
  const named = names.map((name) => ({
    label: shortName(name),
    flag: mapFlag('email', name),
    options: { map: [`email=${name}`] },
  }));
  const none = { label: 'none of them', flag: mapFlag('email', ''), options: { map: ['email='] } };
  return {
    indexes: [],
    doubt: { kind: 'email-column', columns: names, question, stopsPipe: true, answers: [...named, none] },
  };
}
