import type { DatabaseSync } from 'node:sqlite';
import type { LedgerId } from '@leadwire/core';

export type Account = Pick<LedgerId, 'provider' | 'account'>;

export interface Accounts {
  /** The number of an account; -1 if the file has no row of it. */
  idOf(account: Account): number;
  at(id: number): Account;
  /** The number of an account, which is added if it is new. */
  ensure(account: Account): number;
  /** Drops the cache after a rollback. */
  clear(): void;
}

/** The accounts of one file, by number: they are few, so they are cached. */
export function createAccounts(database: DatabaseSync): Accounts {
  const ids = new Map<string, number>();
  const names = new Map<number, Account>();
  const select = database.prepare('select id from account where provider = ? and account = ?');
  const selectName = database.prepare('select provider, account from account where id = ?');
  const insert = database.prepare('insert into account (provider, account) values (?, ?) on conflict do nothing');
  const idOf = ({ provider, account }: Account): number => {
    const name = `${provider}\0${account}`;
    const id = ids.get(name) ?? (select.get(provider, account) as { id: number } | undefined)?.id;
    if (id !== undefined) ids.set(name, id);
    return id ?? -1;
  };
  return {
    idOf,
    at(id) {
      const known = names.get(id) ?? (selectName.get(id) as unknown as Account);
      names.set(id, known);
      return known;
    },
    ensure(account) {
      if (idOf(account) === -1) insert.run(account.provider, account.account);
      return idOf(account);
    },
    clear() {
      ids.clear();
      names.clear();
    },
  };
}
