import { Command } from 'commander';
import { credentialsHelp } from '../../credentials-help.ts';
import { DESTINATIONS, requireDestination } from '../../destinations.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { accountOption, examples, jsonOption, toOption, withDestinationOptions } from '../options.ts';
import type { DoctorOptions } from './diagnose.ts';

export function doctorCommand(io: Io, exit: (code: ExitCode) => void): Command {
  const command = new Command('doctor')
    .description('check credentials, address, clocks, the list, campaign or team, and the ledger; changes nothing')
    .summary('check whether a destination is set up right')
    .argument('[file]', 'a file of leads to look at, too; check shows its rows')
    .addOption(toOption());
  return withDestinationOptions(command)
    .addOption(accountOption())
    .option('--ledger <file>', 'the ledger to look at (default: the one of the destination)')
    .addOption(jsonOption())
    .addHelpText('after', credentialsHelp(DESTINATIONS))
    .addHelpText(
      'after',
      examples('doctor --to topcalls --list-id 3c90c3cc-0d44-4b50-8888-8dd25736052a', 'doctor leads.csv --to telecrm'),
    )
    .action(async (file: string | undefined, options: DoctorOptions) => {
      requireDestination(options.to);
      const { diagnose } = await import('./diagnose.ts');
      exit(await diagnose({ ...options, file }, io));
    });
}
