import { Fault, setVariable } from '@leadwire/importer/errors';
import { Command } from 'commander';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { Printer } from '../../output/printer.ts';
import { type Act, between, examples, jsonOption, share, wholeNumber } from '../options.ts';

interface Options {
  readonly port: number;
  readonly faultRate?: number;
  readonly faults?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

export function simulateCommand(act: Act): Command {
  return new Command('simulate')
    .description('simulators of all providers on one port; they keep what they receive until they are stopped')
    .summary('simulators of the providers, to try leadwire out')
    .option('--port <number>', 'port to listen on; 0 for any free port', between(0, 65_535), 4010)
    .option('--fault-rate <share>', 'share of requests that fail, 0 to 1', share)
    .option('--faults <script>', 'which requests fail, and how: "topcalls leads.create: 503 then ok"')
    .option('--seed <number>', 'the same seed gives the same ids and faults', wholeNumber)
    .addOption(jsonOption())
    .addHelpText('after', examples('simulate --port 4010', 'simulate --port 4010 --fault-rate 0.1 --seed 7'))
    .action(act(async () => simulate));
}

async function simulate({ port, faultRate, faults, seed, json }: Options, io: Io): Promise<ExitCode> {
  const { createSimulators } = await import('@leadwire/simulators');
  const simulators = orFault(() =>
    createSimulators({
      ...(seed !== undefined && { seed }),
      ...(faultRate !== undefined && { faultRate }),
      ...(faults !== undefined && { faults }),
      recordLimit: 0,
    }),
  );
  const server = await simulators.listen(port).catch((cause: NodeJS.ErrnoException) => {
    const why = { EADDRINUSE: 'is in use', EACCES: 'needs more rights than you have' }[cause.code ?? ''];
    if (why === undefined) throw cause;
    throw new Fault(`Port ${port} ${why}.`, {
      hints: ['Use another port, or any free one: --port 0'],
      cause,
    });
  });
  const out = new Printer(io.stdout);
  const { urls } = server;
  if (json) out.json({ type: 'listening', port: server.port, urls });
  else {
    out.line(`The simulators listen on port ${server.port}. Press Ctrl+C to stop.`);
    for (const [name, url] of Object.entries(urls)) out.line(`  ${destinationNameOf(name).padEnd(14)} ${url}`);
    out.line();
    out.line('Any credentials work, but a token for telecrm-async must contain "async":');
    out.line(`  ${setVariable('TOPCALLS_API_KEY', 'any')}`);
    out.line(
      `  leadwire import leads.csv --to topcalls --list-id ${EXAMPLE_LIST} --base-url ${urls.topcalls} --country IN`,
    );
  }
  await out.end();
  if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve, { once: true }));
  const requests = simulators.counts.requests;
  await simulators.close();
  if (json) out.json({ type: 'summary', requests });
  else out.line(`Received ${requests.toLocaleString('en')} requests.`);
  await out.end();
  return EXIT.done;
}

/** `telecrmAsync` as `--to` names it. */
const destinationNameOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The simulators say what is wrong with a script of faults. */
function orFault<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Fault(`--faults is not valid: ${cause.message}.`, {
      hints: ['Write it as --faults "topcalls leads.create: 503 then ok".'],
      cause,
    });
  }
}

const EXAMPLE_LIST = '11111111-1111-4111-8111-111111111111';
