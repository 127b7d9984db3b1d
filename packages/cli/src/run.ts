import { Command } from 'commander';
import { checkCommand } from './commands/check/command.ts';
import { doctorCommand } from './commands/doctor/command.ts';
import { enqueueCommand } from './commands/enqueue/command.ts';
import { forgetCommand } from './commands/forget/command.ts';
import { importCommand } from './commands/import/command.ts';
import type { Act } from './commands/options.ts';
import { parkedCommand } from './commands/parked/command.ts';
import { resolveCommand } from './commands/resolve/command.ts';
import { sendCommand } from './commands/send/command.ts';
import { simulateCommand } from './commands/simulate/command.ts';
import { statusCommand } from './commands/status/command.ts';
import { uiCommand } from './commands/ui/command.ts';
import { undoCommand } from './commands/undo/command.ts';
import { workerCommand } from './commands/worker/command.ts';
import { EXIT, type ExitCode, type Io } from './io.ts';
import { explain } from './output/explain.ts';
import { version } from './start.ts';

const COMMANDS = [
  checkCommand,
  importCommand,
  uiCommand,
  statusCommand,
  parkedCommand,
  resolveCommand,
  undoCommand,
  doctorCommand,
  forgetCommand,
  sendCommand,
  simulateCommand,
  enqueueCommand,
  workerCommand,
];

const EXIT_CODES = `
Exit codes:
  0  all sent, or already there
  1  some rows were rejected or parked (see --report), or there are no rows
  2  usage or configuration
  3  stopped before the end: run it again to resume`;

/**
 * Runs the command and returns its exit code.
 * @param argv - without the names of node and of the script
 * @example await run(['check', 'leads.csv', '--country', 'IN'], io)
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = new Command('leadwire')
    .description('Puts leads into TopCalls, Autocalls, telecrm and Pulse CRM, each of them once.')
    .version(version)
    .addHelpText('after', EXIT_CODES);
  const act: Act =
    (load) =>
    async (...given) => {
      const action = await load();
      // commander gives the command itself behind what was typed
      code = await action(...([...given.slice(0, -1), io] as Parameters<typeof action>));
    };
  for (const make of COMMANDS) program.addCommand(make(act));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => undefined, // explain() says it
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    const command = program.commands.find((each) => each.name() === argv[0]);
    const usage = command === undefined ? 'leadwire --help' : `leadwire ${command.name()} --help`;
    return explain(error, io, { json: argv.includes('--json'), usage });
  }
}
