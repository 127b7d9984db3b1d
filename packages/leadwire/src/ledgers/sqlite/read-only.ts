import { LeadwireError, type Ledger } from '@leadwire/core';
import { checkArguments } from '../check-arguments.ts';
import { describeFailure, isEmpty } from './failure.ts';
import { followLink } from './path.ts';
import { createSqliteRowStore } from './row-store.ts';
import { MIGRATIONS, readVersion } from './schema.ts';
import { createLooker } from './snapshot.ts';
import { createViews, type OpenFile } from './views.ts';

/** A ledger that is only read, whoever is writing it: takes no lock, creates no file, changes nothing. */
export function openToRead(given: string): Ledger {
  const path = followLink(given);
  const looker = createLooker(path);
  const look = <Value>(work: (file: OpenFile) => Value): Value => {
    try {
      return looker.look((database) => {
        refuseEarlier(readVersion(database, path), path);
        return work({ database, rowStore: createSqliteRowStore(database) });
      });
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
    close: async () => looker.close(),
  });
}

/** A reader changes nothing, so it cannot bring the file up to date either. */
function refuseEarlier(version: number, path: string): void {
  if (version === MIGRATIONS.length) return;
  if (version === 0) throw isEmpty(path); // its writer died before the first row
  throw new LeadwireError('misconfigured', `${path} was made by an earlier leadwire (version ${version})`, {
    code: 'ledger-version',
    hint: 'Run the import again: it brings the ledger up to date.',
  });
}

const isToRead = (path: string): LeadwireError =>
  new LeadwireError('misconfigured', `The ledger ${path} was opened to be read, not written`, {
    code: 'ledger-read-only',
    hint: 'Open it without readOnly.',
  });
