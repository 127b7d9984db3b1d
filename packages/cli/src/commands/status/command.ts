import { Command } from 'commander';
import { databaseUrlOption, type QueueFlags, schemaOption } from '../../queue-options.ts';
import { type Act, examples, jsonOption, withWhichOptions } from '../options.ts';
import type { StatusOptions } from './show-status.ts';

export function statusCommand(act: Act): Command {
  const command = new Command('status')
    .description('the outcome of each row of an import, from its ledger; changes nothing')
    .summary('the outcome of each row of an import')
    .argument('[file]', 'the file that was imported, or a ledger')
    .option('--ledger <file>', 'the ledger, where the import was given one')
    .option('--rows', 'show every row')
    .addOption(databaseUrlOption('the imports of a queue on PostgreSQL instead'))
    .addOption(schemaOption())
    .addOption(jsonOption());
  return withWhichOptions(command)
    .addHelpText(
      'after',
      examples(
        'status leads.csv',
        'status leads.csv --rows',
        'status --database-url postgres://user:password@host:5432/database',
      ),
    )
    .action(
      act(async (io, file: string | undefined, options: StatusOptions & QueueFlags) => {
        if (options.databaseUrl !== undefined) {
          const { showQueue } = await import('./show-queue.ts');
          return showQueue(options, io);
        }
        const { showStatus } = await import('./show-status.ts');
        return showStatus(file, options, io);
      }),
    );
}
