import { Command, Option } from 'commander';
import { schemaOption } from '../../queue-options.ts';
import { type Act, examples, jsonOption } from '../options.ts';
import type { ForgetOptions } from './forget-phone.ts';

export function forgetCommand(act: Act): Command {
  return new Command('forget')
    .description('erase one person from the ledgers; only a hash stays, which prevents a second send')
    .summary('erase one person from the ledgers')
    .argument('<phone>', 'the phone number, with + and country code, or with --country')
    .option('--country <code>', 'country of a phone number written without + (IN, US, DE)')
    .option('--ledger <file>', 'only this ledger (default: all in the state folder)')
    .addOption(new Option('--database-url <address>', 'the ledger and queue on PostgreSQL instead').conflicts('ledger'))
    .addOption(schemaOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('forget +919876543210', 'forget "98765 43210" --country IN'))
    .action(
      act(async (io, phone: string, options: ForgetOptions) => {
        const { forgetPhone } = await import('./forget-phone.ts');
        return forgetPhone(phone, options, io);
      }),
    );
}
