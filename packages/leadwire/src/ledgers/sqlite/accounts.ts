import type { DatabaseSync } from 'node:sqlite';
import type { LedgerId } from '@leadwire/core';

export type Place = Pick<LedgerId, 'provider' | 'account'>;

/** Numbers of places: few, so they are kept in memory. */
export function createPlaces(database: DatabaseSync) {
  const numbers = new Map<string, number>();
  const names = new Map<number, Place>();
  const find = database.prepare('select id from place where provider = ? and account = ?');
  const name = database.prepare('select provider, account from place where id = ?');
  const make = database.prepare('insert into place (provider, account) values (?, ?) on conflict do nothing');
  let last: (Place & { readonly id: number }) | undefined;
  const of = ({ provider, account }: Place): number => {
    if (last?.provider === provider && last.account === account) return last.id;
    const key = `${provider}\0${account}`;
    const id = numbers.get(key) ?? (find.get(provider, account) as { id: number } | undefined)?.id;
    if (id === undefined) return -1;
    numbers.set(key, id);
    last = { provider, account, id };
    return id;
  };
  return {
    of,
    at(id: number): Place {
      const known = names.get(id) ?? (name.get(id) as unknown as Place);
      names.set(id, known);
      return known;
    },
    /** Makes the place of a new row. */
    ensure(place: Place): number {
      if (of(place) === -1) make.run(place.provider, place.account);
      return of(place);
    },
    forget() {
      last = undefined;
      numbers.clear();
      names.clear();
    },
  };
}
