import { Command } from 'commander';
import { type Act, credentialsAndExamples, jsonOption, withWhichOptions } from '../options.ts';
import type { UndoFlags } from './undo-import.ts';

export function undoCommand(act: Act): Command {
  const command = new Command('undo')
    .description('remove at the provider what an import of a file created; leads that existed before are left')
    .summary('remove what an import created')
    .argument('<file>', 'the file that was imported')
    .option('--ledger <file>', 'the ledger, where the import was given one')
    .option('--yes', 'do not ask before removing')
    .addOption(jsonOption());
  return withWhichOptions(command)
    .addHelpText('after', credentialsAndExamples('undo leads.csv', 'undo leads.csv --to pulsecrm --yes'))
    .action(
      act(async (io, file: string, options: UndoFlags) => {
        const { undoImport } = await import('./undo-import.ts');
        return undoImport(file, options, io);
      }),
    );
}
