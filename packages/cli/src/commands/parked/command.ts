import { Command } from 'commander';
import { databaseUrlOption, schemaOption } from '../../queue-options.ts';
import { type Act, examples, jsonOption, withWhichOptions } from '../options.ts';
import type { ParkedOptions } from './show-parked.ts';

export function parkedCommand(act: Act): Command {
  const command = new Command('parked')
    .description('rows that may or may not have arrived, each with the look-up to make; changes nothing')
    .summary('rows that need a look-up by a person')
    .argument('[file]', 'the file that was imported, or a ledger; with --database-url an import, as status names it')
    .option('--ledger <file>', 'the ledger, where the import was given one')
    .option('--report <file>', 'write them to a CSV file with a column "found" to fill in, for leadwire resolve')
    .option('--reveal', 'show phones and e-mail addresses in full')
    .addOption(databaseUrlOption('the ledger of a queue on PostgreSQL instead'))
    .addOption(schemaOption())
    .addOption(jsonOption());
  return withWhichOptions(command)
    .addHelpText('after', examples('parked leads.csv --reveal', 'parked leads.csv --report parked.csv'))
    .action(
      act(async (io, file: string | undefined, options: ParkedOptions) => {
        const { showParked } = await import('./show-parked.ts');
        return showParked(file, options, io);
      }),
    );
}
