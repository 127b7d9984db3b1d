import type { Lead } from '@leadwire/core';
import type { E164 } from '@leadwire/core/phone';
import { type Cell, cellText, emailOf, filledText } from '../cells/cell.ts';
import type { Destination } from '../columns/mapping.ts';
import type { ColumnUse } from '../opened-file.ts';

const TEXTS = ['name', 'firstName', 'lastName', 'company', 'jobTitle', 'notes', 'source', 'ref'] as const;

/** Reads the lead of a row; `isEmailLeftOut`: its e-mail cell holds something that is not an address. */
export type LeadReader = (
  cells: readonly Cell[],
  phone: E164,
) => { readonly lead: Lead & { phone: E164 }; readonly isEmailLeftOut: boolean };

/** Reads leads from the cells of rows, each column as it was planned. */
export function createLeadReader(uses: readonly ColumnUse[]): LeadReader {
  const indexesOf = (destination: Destination): readonly number[] =>
    uses.find((use) => use.destination === destination)?.indexes ?? [];
  const texts = TEXTS.map((name) => [name, indexesOf(name)] as const);
  const emailAt = indexesOf('email');
  const [tagsAt] = indexesOf('tags');
  const fields = uses.flatMap(({ destination, indexes }) =>
    destination.startsWith('fields.') ? [[destination.slice(7), indexes] as const] : [],
  );
  return (cells, phone) => {
    const email = firstEmail(cells, emailAt);
    const read: { -readonly [Name in (typeof TEXTS)[number]]?: string | undefined } = {};
    for (const [name, indexes] of texts) read[name] = firstText(cells, indexes);
    const lead: Lead & { phone: E164 } = {
      phone,
      ...read,
      email: email.address,
      tags: tagsAt === undefined ? undefined : tagsOf(cells[tagsAt]),
      fields: fields.length === 0 ? undefined : fieldsOf(cells, fields),
    };
    return { lead, isEmailLeftOut: email.address === undefined && email.isFilled };
  };
}

function firstText(cells: readonly Cell[], indexes: readonly number[]): string | undefined {
  for (const index of indexes) {
    const text = filledText(cells[index]);
    if (text !== '') return text;
  }
  return undefined;
}

function firstEmail(
  cells: readonly Cell[],
  indexes: readonly number[],
): { address: string | undefined; isFilled: boolean } {
  let isFilled = false;
  for (const index of indexes) {
    const text = filledText(cells[index]);
    if (text === '') continue;
    isFilled = true;
    const address = emailOf(text);
    if (address !== undefined) return { address, isFilled };
  }
  return { address: undefined, isFilled };
}

function tagsOf(cell: Cell): readonly string[] | undefined {
  const tags = Array.isArray(cell) ? cell.map(cellText) : filledText(cell).split(/ ::: |[,;|]/);
  const kept = tags.map((tag) => tag.trim()).filter((tag) => tag !== '' && tag !== '* myContacts');
  return kept.length === 0 ? undefined : kept;
}

function fieldsOf(
  cells: readonly Cell[],
  fields: readonly (readonly [string, readonly number[]])[],
): Record<string, unknown> | undefined {
  const filled: Record<string, unknown> = {};
  let some = false;
  for (const [name, indexes] of fields) {
    const index = indexes.find((each) => filledText(cells[each]) !== '');
    if (index === undefined) continue;
    const cell = cells[index];
    filled[name] = typeof cell === 'string' ? cell.trim() : cell;
    some = true;
  }
  return some ? filled : undefined;
}
