import type { Lead } from '@leadwire/core';
import type { E164 } from '@leadwire/core/phone';
import { type Cell, cellText, filledText } from '../cells/cell.ts';
import { emailOf } from '../cells/looks-like.ts';
import type { ColumnUse, Destination } from '../columns/column-plan.ts';

/** A lead without its phone, and what had to be left out of it. */
export interface ReadLead {
  readonly lead: Omit<Lead, 'phone'>;
  /** The e-mail cell holds something that is not an address. */
  readonly isEmailLeftOut: boolean;
}

/** Reads leads from the cells of rows, each column as it was planned. */
export function createLeadReader(
  uses: readonly ColumnUse[],
): (cells: readonly Cell[], phone: E164) => ReadLead & { lead: Lead & { phone: E164 } } {
  const indexesOf = (destination: Destination): readonly number[] =>
    uses.find((use) => use.destination === destination)?.indexes ?? [];
  const at = {
    name: indexesOf('name'),
    firstName: indexesOf('firstName'),
    lastName: indexesOf('lastName'),
    company: indexesOf('company'),
    jobTitle: indexesOf('jobTitle'),
    notes: indexesOf('notes'),
    source: indexesOf('source'),
    ref: indexesOf('ref'),
  };
  const emailAt = indexesOf('email');
  const tagsAt = indexesOf('tags');
  const fields = uses.flatMap(({ destination, indexes }) =>
    destination.startsWith('fields.') ? [[destination.slice(7), indexes] as const] : [],
  );
  return (cells, phone) => {
    const email = firstEmail(cells, emailAt);
    const lead: Lead & { phone: E164 } = {
      phone,
      name: firstText(cells, at.name),
      firstName: firstText(cells, at.firstName),
      lastName: firstText(cells, at.lastName),
      email: email.address,
      company: firstText(cells, at.company),
      jobTitle: firstText(cells, at.jobTitle),
      notes: firstText(cells, at.notes),
      tags: tagsAt.length === 0 ? undefined : tagsOf(cells[tagsAt[0] ?? -1]),
      source: firstText(cells, at.source),
      fields: fields.length === 0 ? undefined : fieldsOf(cells, fields),
      ref: firstText(cells, at.ref),
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
