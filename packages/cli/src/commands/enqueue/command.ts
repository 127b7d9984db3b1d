import { Command } from 'commander';
import { type Act, between, credentialsAndExamples, FILE, withImportOptions, withQueueOptions } from '../options.ts';

export const enqueueCommand = (act: Act): Command =>
  withQueueOptions(withImportOptions(new Command('enqueue')))
    .description('hand every row of a file to the workers of a PostgreSQL queue; run it again to go on')
    .summary('hand the rows of a file to workers')
    .argument('<file>', FILE)
    .option('--report <file>', 'write a CSV file with every row: handed over, known and how far it is, or why not')
    .option('--batch <number>', 'leads in one job', between(50, 200), 100)
    .addHelpText(
      'after',
      credentialsAndExamples(
        'enqueue leads.csv --to telecrm --country IN --database-url postgres://user:password@host:5432/database',
      ),
    )
    .action(act(async () => (await import('./enqueue-file.ts')).enqueueFile));
