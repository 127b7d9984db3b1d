import type { DatabaseSync } from 'node:sqlite';
import { LeadwireError, type Ledger } from '@leadwire/core';
import { checkArguments } from '../check-arguments.ts';
import { copyDatabase, type FileCopy } from './copy.ts';
import { describeFailure, isEmpty } from './failure.ts';
import { followLink } from './path.ts';
import { createSqliteRowStore } from './row-store.ts';
import { MIGRATIONS, migrate, readVersion } from './schema.ts';
import { createLooker } from './snapshot.ts';
import { createViews, type OpenFile } from './views.ts';

/** A ledger that is only read, whoever is writing it: takes no lock, creates no file, changes nothing. */
export function openToRead(given: string): Ledger {
  const path = followLink(given);
  const looker = createLooker(path);
  let copy: FileCopy | undefined;
  let isWhole = false;
  const upToDate = (database: DatabaseSync): DatabaseSync => {
    if (readVersion(database, path) === 0) throw isEmpty(path); // its writer died before the first row
    if (readVersion(database, path) === MIGRATIONS.length) return database;
    // A reader changes nothing: what an earlier leadwire made is read from one copy that is brought up to date.
    if (copy !== undefined && isWhole) return copy.database;
    copy?.remove();
    copy = copyDatabase(database, path, (copied) => migrate(copied, path));
    return copy.database;
  };
  const look = <Value>(work: (file: OpenFile) => Value): Value => {
    try {
      const value = looker.look((found) => {
        const database = upToDate(found);
        return work({ database, rowStore: createSqliteRowStore(database) });
      });
      isWhole = true; // no writer changed the file while it was copied
      return value;
    } catch (error) {
      throw describeFailure(path, error, 'read');
    }
  };
  look(() => undefined);
  const refuse = () => Promise.reject(isToRead(path));
  return checkArguments({
    ...createViews(look),
    claim: refuse,
    markSent: refuse,
    complete: refuse,
    release: refuse,
    prune: refuse,
    erasePayloads: refuse,
    forget: refuse,
    async close() {
      copy?.remove();
      looker.close();
    },
  });
}

const isToRead = (path: string): LeadwireError =>
  new LeadwireError('misconfigured', `The ledger ${path} was opened to be read, not written`, {
    code: 'ledger-read-only',
    hint: 'Open it without readOnly.',
  });
