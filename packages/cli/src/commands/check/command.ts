import { Command } from 'commander';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { jsonOption, toOption, withFileOptions, withTargetOptions } from '../options.ts';
import type { DryRunOptions } from './dry-run.ts';

export function checkCommand(io: Io, exit: (code: ExitCode) => void): Command {
  const command = new Command('check')
    .description('read every row and say what would become of it; sends nothing')
    .summary('read every row and send nothing')
    .argument('<file>', 'CSV or NDJSON; - for standard input')
    .addOption(toOption())
    .option('--report <file>', 'write what would become of each row into a CSV')
    .addOption(jsonOption());
  return withTargetOptions(withFileOptions(command)).action(async (file: string, options: DryRunOptions) => {
    const { dryRun } = await import('./dry-run.ts');
    exit(await dryRun(file, options, io));
  });
}
