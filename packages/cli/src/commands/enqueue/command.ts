import { Command } from 'commander';
import { requireDestination } from '../../destinations.ts';
import { databaseUrlOption, schemaOption } from '../../queue-options.ts';
import { onExistingOption } from '../import/command.ts';
import {
  type Act,
  accountOption,
  between,
  credentialsAndExamples,
  FILE,
  jsonOption,
  rowRange,
  toOption,
  withDestinationOptions,
  withFileOptions,
} from '../options.ts';
import type { EnqueueFlags } from './enqueue-file.ts';

export function enqueueCommand(act: Act): Command {
  const command = new Command('enqueue')
    .description('hand every row of a file to the workers of a PostgreSQL queue; run it again to go on')
    .summary('hand the rows of a file to workers')
    .argument('<file>', FILE)
    .addOption(toOption());
  return withDestinationOptions(withFileOptions(command))
    .addOption(databaseUrlOption())
    .addOption(schemaOption())
    .addOption(accountOption())
    .option('--import-id <text>', 'treat this as a separate import: rows sent under another id are sent again')
    .option('--report <file>', 'write a CSV file with every row: handed over, known and how far it is, or why not')
    .option('--rejected <file>', 'write the rejected rows to a CSV file, to correct and send again')
    .addOption(onExistingOption())
    .option('--yes', 'skip the confirmation, also where many phone numbers look wrong')
    .option('--limit <number>', 'send only the first N leads, as a trial', between(1, 1_000_000_000))
    .option('--only <rows>', 'send these rows of the file only: 2-6', rowRange)
    .option('--batch <number>', 'leads in one job', between(50, 200), 100)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      credentialsAndExamples(
        'enqueue leads.csv --to telecrm --country IN --database-url postgres://user:password@host:5432/database',
      ),
    )
    .action(
      act(async (io, file: string, given: EnqueueFlags) => {
        const { withProfileDestination } = await import('../../profile-destination.ts');
        const options = withProfileDestination(given);
        requireDestination(options.to);
        const { enqueueFile } = await import('./enqueue-file.ts');
        return enqueueFile(file, options, io);
      }),
    );
}
