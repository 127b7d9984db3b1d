import { Command, Option } from 'commander';
import { type Act, examples, jsonOption, SCHEMA } from '../options.ts';

export const forgetCommand = (act: Act): Command =>
  new Command('forget')
    .description('erase one person from the ledgers; only a hash stays, which prevents a second send')
    .summary('erase one person from the ledgers')
    .argument('<phone>', 'the phone number, with + and country code, or with --country')
    .option('--country <code>', 'country of a phone number written without + (IN, US, DE)')
    .option('--ledger <file>', 'only this ledger (default: all in the state folder)')
    .addOption(new Option('--database-url <address>', 'the ledger and queue on PostgreSQL instead').conflicts('ledger'))
    .option('--schema <name>', SCHEMA)
    .addOption(jsonOption())
    .addHelpText('after', examples('forget +919876543210', 'forget "98765 43210" --country IN'))
    .action(act(async () => (await import('./forget-phone.ts')).forgetPhone));
