import { Command, Option } from 'commander';
import { requireDestination } from '../../destinations.ts';
import {
  type Act,
  accountOption,
  between,
  credentialsAndExamples,
  FILE,
  jsonOption,
  notBefore,
  rate,
  rowRange,
  toOption,
  withDestinationOptions,
  withFileOptions,
} from '../options.ts';
import type { ImportFlags } from './import-flags.ts';

export function importCommand(act: Act): Command {
  const command = new Command('import')
    .description('send every row once; run it again to resume')
    .argument('<file>', FILE)
    .addOption(toOption());
  return withDestinationOptions(withFileOptions(command))
    .option('--dry-run', 'say what would be done with each row, and send nothing')
    .option('--ledger <file>', 'record of what was sent (default: one per destination, in the state folder)')
    .addOption(accountOption())
    .option('--import-id <text>', 'treat this as a separate import: rows sent under another id are sent again')
    .option('--report <file>', 'write the outcome of each row to a CSV file, in the order in which rows are done')
    .option('--rejected <file>', 'write the rejected rows to a CSV file, to correct and send again')
    .option('--rate <number>', 'most requests a second, or off (default: the limit of the provider)', rate)
    .option('--concurrency <number>', 'requests at the same time', between(1, 1000), 50)
    .addOption(onExistingOption())
    .option(
      '--check-existing',
      'look each phone up before its first create, where the destination would create a duplicate',
    )
    .option('--yes', 'skip the confirmation, also where many phone numbers look wrong')
    .option('--limit <number>', 'send only the first N leads, as a trial', between(1, 1_000_000_000))
    .option('--only <rows>', 'send these rows of the file only: 2-6', rowRange)
    .option('--not-before <time>', 'wait until this time before sending: 09:00', notBefore)
    .option('--save-profile <file>', 'write the mapping and the destination as a profile')
    .option('--retry-rejected', 'send rows again that the provider rejected in an earlier run')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      credentialsAndExamples(
        'import leads.csv --to topcalls --list-id 3c90c3cc-0d44-4b50-8888-8dd25736052a --country IN --report out.csv',
        'import leads.xlsx --to pulsecrm --skip-team-and-source --country US --rejected rejected.csv',
        'import leads.csv --to autocalls --campaign-id 12 --country IN --limit 5',
        'import leads.csv --to telecrm --country IN --skip "DoNotCall=1" --not-before 09:00',
      ),
    )
    .action(
      act(async (io, file: string, given: ImportFlags & { readonly dryRun?: boolean }) => {
        const { withProfileDestination } = await import('../../profile-destination.ts');
        const options = withProfileDestination(given);
        requireDestination(options.to);
        if (options.dryRun) {
          const { checkFile } = await import('../check/check-file.ts');
          return checkFile(file, options, io);
        }
        const { importFile } = await import('./import-file.ts');
        return importFile(file, options, io);
      }),
    );
}

export const onExistingOption = (): Option =>
  new Option('--on-existing <what>', 'whether a lead that exists already is kept as it is or updated')
    .choices(['keep', 'update'])
    .default('keep');
