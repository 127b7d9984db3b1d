import { Command, Option } from 'commander';
import { CREDENTIALS_HELP } from '../../credentials.ts';
import { requireTarget } from '../../destinations.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { between, jsonOption, rate, toOption, withFileOptions, withTargetOptions } from '../options.ts';
import type { ImportOptions } from './import-file.ts';

export function importCommand(io: Io, exit: (code: ExitCode) => void): Command {
  const command = new Command('import')
    .description('send every row once; run it again to resume')
    .argument('<file>', 'CSV or NDJSON; - for standard input')
    .addOption(toOption());
  return withTargetOptions(withFileOptions(command))
    .option('--dry-run', 'say what would become of each row, and send nothing')
    .option('--ledger <file>', 'where it is written down what was sent (default: FILE.leadwire)')
    .option('--report <file>', 'write what became of each row into a CSV')
    .option('--rate <number>', "requests a second, or off (default: the provider's)", rate)
    .option('--concurrency <number>', 'requests under way at once', between(1, 1000), 50)
    .addOption(onExistingOption())
    .option('--retry-rejected', 'send rows again that the provider refused in an earlier run')
    .addOption(jsonOption())
    .addHelpText('after', CREDENTIALS_HELP)
    .action(async (file: string, options: ImportOptions & { readonly dryRun?: boolean }) => {
      requireTarget(options.to);
      if (options.dryRun) {
        const { dryRun } = await import('../check/dry-run.ts');
        exit(await dryRun(file, options, io));
        return;
      }
      const { importFile } = await import('./import-file.ts');
      exit(await importFile(file, options, io));
    });
}

export const onExistingOption = (): Option =>
  new Option('--on-existing <what>', 'leave a lead that is there as it is, or update it')
    .choices(['keep', 'update'])
    .default('keep');
