import { Command } from 'commander';
import { type Act, examples, withQueueOptions, withRecordOptions } from '../options.ts';

export const statusCommand = (act: Act): Command =>
  withRecordOptions(withQueueOptions(new Command('status'), 'the imports of a queue on PostgreSQL instead'))
    .description('the outcome of each row of an import, from its ledger; changes nothing')
    .summary('the outcome of each row of an import')
    .argument('[file]', 'the file that was imported, or a ledger')
    .option('--rows', 'show every row')
    .addHelpText(
      'after',
      examples(
        'status leads.csv',
        'status leads.csv --rows',
        'status --database-url postgres://user:password@host:5432/database',
      ),
    )
    .action(act(async () => (await import('./show-status.ts')).showStatus));
