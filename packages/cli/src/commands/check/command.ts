import { Command } from 'commander';
import { type Act, examples, FILE, jsonOption, toOption, withDestinationOptions, withFileOptions } from '../options.ts';

export function checkCommand(act: Act): Command {
  const command = new Command('check')
    .description('read every row and say what an import would do with it; sends nothing')
    .summary('read every row and send nothing')
    .argument('<file>', FILE)
    .addOption(toOption())
    .option('--rejected <file>', 'write the rows that cannot be sent to a CSV file, to correct and send')
    .option('--report <file>', 'write what an import would do with each row to a CSV file')
    .addOption(jsonOption());
  return withDestinationOptions(withFileOptions(command))
    .addHelpText(
      'after',
      examples(
        'check leads.csv --country IN',
        'check leads.xlsx --country DE --sheet Leads --to telecrm --report out.csv',
        'check leads.csv --map "phone=Mobile,Work Phone" --map fields.budget=Budget',
      ),
    )
    .action(act(async () => (await import('./check-file.ts')).checkFile));
}
