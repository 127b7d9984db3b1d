import { Command } from 'commander';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { jsonOption } from '../options.ts';
import type { ParkedOptions } from './show-parked.ts';

export function parkedCommand(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('parked')
    .description('rows that may or may not have arrived, each with the look-up that tells; changes nothing')
    .summary('rows that a person must look up')
    .argument('[file]', 'the file that was imported, or its ledger')
    .option('--ledger <file>', 'the ledger, where it is not beside the file')
    .option('--reveal', 'show phones and e-mail addresses in full, for whoever looks them up')
    .addOption(jsonOption())
    .action(async (file: string | undefined, options: ParkedOptions) => {
      const { showParked } = await import('./show-parked.ts');
      exit(await showParked(file, options, io));
    });
}
