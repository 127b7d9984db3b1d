import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { findLedgers } from '../../ledger/find-ledgers.ts';
import { openWhenFree } from '../../ledger/open-ledger.ts';
import { Fault } from '../../output/fault.ts';
import { Printer } from '../../output/printer.ts';
import { readTypedPhone } from '../../rows/typed-phone.ts';

export interface ForgetOptions {
  readonly country?: string | undefined;
  readonly ledger?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Erases one person from all default ledgers, or from the one that is named. */
export async function forgetPhone(text: string, options: ForgetOptions, io: Io): Promise<ExitCode> {
  const phone = readTypedPhone(text, options.country);
  if ('advice' in phone) throw new Fault(`The phone number ${phone.advice}. Nothing was erased.`);
  const out = new Printer(io.stdout);
  let rows = 0;
  const ledgers = await findLedgers({ file: undefined, named: options.ledger, env: io.env });
  for (const { path } of ledgers) {
    const ledger = await openWhenFree(path, io.signal, (notice) => io.stderr.write(`${notice}\n`));
    try {
      const erased = await ledger.forget(phone.e164, Date.now());
      rows += erased;
      if (options.json) out.json({ type: 'ledger', ledger: path, rows: erased });
      else if (erased > 0) out.line(`${path}: erased from ${erased} ${erased === 1 ? 'row' : 'rows'}.`);
    } finally {
      await ledger.close();
    }
  }
  if (options.json) out.json({ type: 'summary', ledgers: ledgers.length, rows });
  else out.line(rows === 0 ? `No ledger of ${ledgers.length} has this phone number.` : NOT_AT_PROVIDERS);
  await out.end();
  return EXIT.done;
}

const NOT_AT_PROVIDERS =
  'The person will not be sent again. Reports, the imported files and the provider still hold the data: delete it there.';
