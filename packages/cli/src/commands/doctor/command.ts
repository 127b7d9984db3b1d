import { Command } from 'commander';
import {
  type Act,
  accountOption,
  credentialsAndExamples,
  jsonOption,
  toOption,
  withDestinationOptions,
} from '../options.ts';

export function doctorCommand(act: Act): Command {
  const command = new Command('doctor')
    .description('check credentials, address, clocks, the list, campaign or team, and the ledger; changes nothing')
    .summary('check whether a destination is set up right')
    .argument('[file]', 'a file of leads to look at, too; check shows its rows')
    .addOption(toOption());
  return withDestinationOptions(command)
    .addOption(accountOption())
    .option('--ledger <file>', 'the ledger to look at (default: the one of the destination)')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      credentialsAndExamples(
        'doctor --to topcalls --list-id 3c90c3cc-0d44-4b50-8888-8dd25736052a',
        'doctor leads.csv --to telecrm',
      ),
    )
    .action(act(async () => (await import('./diagnose.ts')).diagnose));
}
