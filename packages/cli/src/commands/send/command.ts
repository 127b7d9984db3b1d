import { Command } from 'commander';
import {
  type Act,
  collect,
  credentialsAndExamples,
  jsonOption,
  onExistingOption,
  toOption,
  withDestinationOptions,
} from '../options.ts';

export function sendCommand(act: Act): Command {
  const command = new Command('send')
    .description('send one lead')
    .addOption(toOption())
    .requiredOption('--phone <number>', 'with + and country code, or with --country in national form')
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
    .option('--field <name=value>', "one of the provider's own fields; repeatable", collect)
    .option('--country <code>', 'country of a phone number written without + (IN, US, DE)')
    .option('--ledger <file>', 'record the lead in this ledger, so that it is not sent twice')
    .option('--key <text>', 'name of the lead in the ledger (default: its phone number)');
  return withDestinationOptions(command)
    .addOption(onExistingOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      credentialsAndExamples(
        'send --to telecrm --phone "98765 43210" --country IN --name "Asha Rao" --email asha@example.com',
      ),
    )
    .action(act(async () => (await import('./send-lead.ts')).sendLead));
}
