import { Command } from 'commander';
import { type Act, examples, withQueueOptions, withRecordOptions } from '../options.ts';

export const resolveCommand = (act: Act): Command =>
  withRecordOptions(withQueueOptions(new Command('resolve'), 'the ledger of a queue on PostgreSQL instead'))
    .description('record what you found out about parked rows')
    .argument(
      '<file>',
      'the file that was imported, or a ledger; with --database-url an import, as status names it, or - for all',
    )
    .argument(
      '[rows...]',
      '29, 29-40, all, a key, or a CSV of leadwire parked --report with "found" filled in; without, a terminal asks row by row',
    )
    .option('--arrived [id]', "it arrived; with the provider's id, if you know it")
    .option('--not-there', 'it did not arrive: the next import, or a worker, sends it')
    .option('--ignore', 'do not send it, whether it arrived or not')
    .addHelpText(
      'after',
      examples(
        'resolve leads.csv',
        'resolve leads.csv 29 --arrived lead_123',
        'resolve leads.csv 29-40 --not-there',
        'resolve leads.csv all --ignore',
        'resolve leads.csv parked.csv',
      ),
    )
    .action(act(async () => (await import('./resolve-parked.ts')).resolveParked));
