import { Command } from 'commander';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { jsonOption } from '../options.ts';
import type { ResolveOptions } from './resolve-parked.ts';

export function resolveCommand(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('resolve')
    .description('write down what you have found out about a parked row')
    .summary('write down what became of a parked row')
    .argument('<file>', 'the file that was imported, or its ledger')
    .argument('<row>', 'its row number, or its key')
    .option('--ledger <file>', 'the ledger, where it is not beside the file')
    .option('--arrived [id]', "it is there, with the provider's id")
    .option('--not-there', 'it is not there: the next import sends it')
    .option('--ignore', 'it is not to be sent, whatever became of it')
    .addOption(jsonOption())
    .action(async (file: string, row: string, options: ResolveOptions) => {
      const { resolveParked } = await import('./resolve-parked.ts');
      exit(await resolveParked(file, row, options, io));
    });
}
