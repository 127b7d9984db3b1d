import { Command } from 'commander';
import { CREDENTIALS_HELP } from '../../credentials.ts';
import { requireTarget } from '../../destinations.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { onExistingOption } from '../import/command.ts';
import { collect, jsonOption, toOption, withTargetOptions } from '../options.ts';
import type { SendOptions } from './send-lead.ts';

export function sendCommand(io: Io, exit: (code: ExitCode) => void): Command {
  const command = new Command('send')
    .description('send one lead')
    .addOption(toOption())
    .requiredOption('--phone <number>', 'in any spelling; without + it needs --country')
    .option('--name <text>', 'the whole name')
    .option('--first-name <text>')
    .option('--last-name <text>')
    .option('--email <address>')
    .option('--company <text>')
    .option('--job-title <text>')
    .option('--notes <text>')
    .option('--tag <text>', 'repeatable', collect)
    .option('--source <text>', 'where the lead comes from')
    .option('--ref <text>', 'your own reference')
    .option('--field <name=value>', "a field of the provider's own; repeatable", collect)
    .option('--country <code>', 'country of a phone that is written without + (IN, US, DE)')
    .option('--ledger <file>', 'remember the lead in a ledger, so that it is not sent twice')
    .option('--key <text>', 'name of the lead in the ledger (default: its phone)');
  return withTargetOptions(command)
    .addOption(onExistingOption())
    .addOption(jsonOption())
    .addHelpText('after', CREDENTIALS_HELP)
    .action(async (options: SendOptions) => {
      requireTarget(options.to);
      const { sendLead } = await import('./send-lead.ts');
      exit(await sendLead(options, io));
    });
}
