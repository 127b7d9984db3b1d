import { Command } from 'commander';
import { type Act, between, credentialsAndExamples, FILE, notBefore, rate, withImportOptions } from '../options.ts';

export const importCommand = (act: Act): Command =>
  withImportOptions(new Command('import'))
    .description('send every row once; run it again to resume')
    .argument('<file>', FILE)
    .option('--dry-run', 'say what would be done with each row, and send nothing')
    .option('--ledger <file>', 'record of what was sent (default: one per destination, in the state folder)')
    .option('--report <file>', 'write the outcome of each row to a CSV file, in the order in which rows are done')
    .option('--rate <number>', 'most requests a second, or off (default: the limit of the provider)', rate)
    .option('--concurrency <number>', 'requests at the same time', between(1, 1000), 50)
    .option(
      '--check-existing',
      'look each phone up before its first create, where the destination would create a duplicate',
    )
    .option('--not-before <time>', 'wait until this time before sending: 09:00', notBefore)
    .option('--save-profile <file>', 'write the mapping and the destination as a profile')
    .option('--retry-rejected', 'send rows again that the provider rejected in an earlier run')
    .addHelpText(
      'after',
      credentialsAndExamples(
        'import leads.csv --to topcalls --list-id 3c90c3cc-0d44-4b50-8888-8dd25736052a --country IN --report out.csv',
        'import leads.xlsx --to pulsecrm --skip-team-and-source --country US --rejected rejected.csv',
        'import leads.csv --to autocalls --campaign-id 12 --country IN --limit 5',
        'import leads.csv --to telecrm --country IN --skip "DoNotCall=1" --not-before 09:00',
      ),
    )
    .action(act(async () => (await import('./import-file.ts')).importFile));
