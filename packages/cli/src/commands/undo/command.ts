import { Command } from 'commander';
import { type Act, credentialsAndExamples, withRecordOptions } from '../options.ts';

export const undoCommand = (act: Act): Command =>
  withRecordOptions(new Command('undo'))
    .description('remove at the provider what an import of a file created; leads that existed before are left')
    .summary('remove what an import created')
    .argument('<file>', 'the file that was imported')
    .option('--yes', 'do not ask before removing')
    .addHelpText('after', credentialsAndExamples('undo leads.csv', 'undo leads.csv --to pulsecrm --yes'))
    .action(act(async () => (await import('./undo-import.ts')).undoImport));
