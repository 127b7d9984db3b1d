import { Command } from 'commander';
import { type Act, examples, withQueueOptions, withRecordOptions } from '../options.ts';

export const parkedCommand = (act: Act): Command =>
  withRecordOptions(withQueueOptions(new Command('parked'), 'the ledger of a queue on PostgreSQL instead'))
    .description('rows that may or may not have arrived, each with the look-up to make; changes nothing')
    .summary('rows that need a look-up by a person')
    .argument('[file]', 'the file that was imported, or a ledger; with --database-url an import, as status names it')
    .option('--report <file>', 'write them to a CSV file with a column "found" to fill in, for leadwire resolve')
    .option('--reveal', 'show phones and e-mail addresses in full')
    .addHelpText('after', examples('parked leads.csv --reveal', 'parked leads.csv --report parked.csv'))
    .action(act(async () => (await import('./show-parked.ts')).showParked));
