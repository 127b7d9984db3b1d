import type { Ledger } from '@leadwire/core';
import { openWhenFree } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { findLedgers } from '../../ledger/find-ledgers.ts';
import { Printer } from '../../output/printer.ts';
import { type QueueFlags, queueOptions } from '../../queue-options.ts';
import { readTypedPhone } from '../../typed-phone.ts';

export interface ForgetOptions extends QueueFlags {
  readonly country?: string | undefined;
  readonly ledger?: string | undefined;
  readonly json?: boolean | undefined;
}

/** A ledger by the name that the person who runs the command knows it by. */
interface NamedLedger {
  readonly name: string;
  open(): Promise<Ledger>;
}

/** Erases one person from all default ledgers, from the one that is named, or from a queue's database, whose jobs hold only keys. */
export async function forgetPhone(text: string, options: ForgetOptions, io: Io): Promise<ExitCode> {
  const phone = readTypedPhone(text, options.country);
  if ('advice' in phone) throw new Fault(`The phone number ${phone.advice}. Nothing was erased.`);
  const out = new Printer(io.stdout);
  let rows = 0;
  const ledgers = await ledgersOf(options, io);
  for (const { name, open } of ledgers) {
    const ledger = await open();
    try {
      const erased = await ledger.forget(phone.e164, Date.now());
      rows += erased;
      if (options.json) out.json({ type: 'ledger', ledger: name, rows: erased });
      else if (erased > 0) out.line(`${name}: erased from ${erased} ${erased === 1 ? 'row' : 'rows'}.`);
    } finally {
      await ledger.close();
    }
  }
  if (options.json) out.json({ type: 'summary', ledgers: ledgers.length, rows });
  else out.line(rows === 0 ? `No ledger of ${ledgers.length} has this phone number.` : NOT_AT_PROVIDERS);
  await out.end();
  return EXIT.done;
}

async function ledgersOf(options: ForgetOptions, io: Io): Promise<NamedLedger[]> {
  if (options.databaseUrl !== undefined) {
    const connection = queueOptions(options, io.env);
    const name = `schema ${connection.schema ?? 'leadwire'}`;
    return [{ name, open: () => openDatabase(name, connection) }];
  }
  const found = await findLedgers(undefined, { ledger: options.ledger }, io.env);
  const onNotice = (notice: string): void => void io.stderr.write(`${notice}\n`);
  return found.map(({ path }) => ({ name: path, open: () => openWhenFree(path, io.signal, onNotice) }));
}

/** An empty one is refused: a mistyped schema would else look like a person who is not there. */
async function openDatabase(name: string, connection: ReturnType<typeof queueOptions>): Promise<Ledger> {
  const { postgresLedger } = await import('leadwire/postgres-ledger');
  const ledger = postgresLedger(connection);
  try {
    if (Object.values(await ledger.counts()).some((count) => count > 0)) return ledger;
    throw new Fault(`The ledger in ${name} is empty. Nothing was erased.`, {
      hints: ['Check --database-url and --schema: no lead was ever recorded there.'],
    });
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

const NOT_AT_PROVIDERS =
  'The person will not be sent again. Reports, the imported files and the provider still hold the data: delete it there.';
