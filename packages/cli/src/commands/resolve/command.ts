import { Command } from 'commander';
import { databaseUrlOption, schemaOption } from '../../queue-options.ts';
import { type Act, examples, jsonOption, withWhichOptions } from '../options.ts';
import type { ResolveOptions } from './resolve-parked.ts';

export function resolveCommand(act: Act): Command {
  const command = new Command('resolve')
    .description('record what you found out about parked rows')
    .summary('record what you found out about parked rows')
    .argument(
      '<file>',
      'the file that was imported, or a ledger; with --database-url an import, as status names it, or - for all',
    )
    .argument(
      '[rows...]',
      '29, 29-40, all, a key, or a CSV of leadwire parked --report with "found" filled in; without, a terminal asks row by row',
    )
    .option('--ledger <file>', 'the ledger, where the import was given one')
    .option('--arrived [id]', "it arrived; with the provider's id, if you know it")
    .option('--not-there', 'it did not arrive: the next import, or a worker, sends it')
    .option('--ignore', 'do not send it, whether it arrived or not')
    .addOption(databaseUrlOption('the ledger of a queue on PostgreSQL instead'))
    .addOption(schemaOption())
    .addOption(jsonOption());
  return withWhichOptions(command)
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
    .action(
      act(async (io, file: string, rows: readonly string[], options: ResolveOptions) => {
        const { resolveParked } = await import('./resolve-parked.ts');
        return resolveParked(file, rows, options, io);
      }),
    );
}
