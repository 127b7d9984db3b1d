import { Command } from 'commander';
import { credentialsHelp } from '../../credentials-help.ts';
import { DESTINATIONS } from '../../destinations.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { examples, jsonOption, withWhichOptions } from '../options.ts';
import type { UndoFlags } from './undo-import.ts';

export function undoCommand(io: Io, exit: (code: ExitCode) => void): Command {
  const command = new Command('undo')
    .description('remove at the provider what an import of a file created; leads that existed before are left')
    .summary('remove what an import created')
    .argument('<file>', 'the file that was imported')
    .option('--ledger <file>', 'the ledger, where the import was given one')
    .option('--yes', 'do not ask before removing')
    .addOption(jsonOption());
  return withWhichOptions(command)
    .addHelpText('after', credentialsHelp(DESTINATIONS))
    .addHelpText('after', examples('undo leads.csv', 'undo leads.csv --to pulsecrm --yes'))
    .action(async (file: string, options: UndoFlags) => {
      const { undoImport } = await import('./undo-import.ts');
      exit(await undoImport(file, options, io));
    });
}
