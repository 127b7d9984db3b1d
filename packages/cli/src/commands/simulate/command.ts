import { Command } from 'commander';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { Fault } from '../../output/fault.ts';
import { Printer } from '../../output/printer.ts';
import { between, jsonOption, share, wholeNumber } from '../options.ts';

interface Options {
  readonly port: number;
  readonly faultRate?: number;
  readonly faults?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

export function simulateCommand(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('simulate')
    .description('stand-ins of the four providers on one port, which keep what they are sent until they are stopped')
    .summary('stand-ins of the providers, to try it out')
    .option('--port <number>', 'where to listen; 0 takes a free port', between(0, 65_535), 4010)
    .option('--fault-rate <share>', 'how many requests meet a fault, 0 to 1', share)
    .option('--faults <script>', 'which requests meet which fault: "topcalls leads.create: 503 then ok"')
    .option('--seed <number>', 'the same seed gives the same ids and faults', wholeNumber)
    .addOption(jsonOption())
    .action(async (options: Options) => exit(await simulate(options, io)));
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
    const why = { EADDRINUSE: 'is taken', EACCES: 'may not be used by you' }[cause.code ?? ''];
    if (why === undefined) throw cause;
    throw new Fault(`Port ${port} ${why}.`, {
      hints: ['Give another one, or 0 for any that is free: --port 0'],
      cause,
    });
  });
  const out = new Printer(io.stdout);
  const { urls } = server;
  if (json) out.json({ type: 'listening', port: server.port, urls });
  else {
    out.line(`The simulators listen on port ${server.port}. Ctrl+C ends them.`);
    for (const [name, url] of Object.entries(urls)) out.line(`  ${name.padEnd(12)} ${url}`);
    out.line();
    out.line('Any credentials will do, but a token for telecrm-async must have "async" in it:');
    out.line('  export TOPCALLS_API_KEY=any');
    out.line(
      `  leadwire import leads.csv --to topcalls --list-id ${EXAMPLE_LIST} --base-url ${urls.topcalls} --country IN`,
    );
  }
  await out.end();
  if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve, { once: true }));
  const requests = simulators.counts.requests;
  await simulators.close();
  if (json) out.json({ type: 'summary', requests });
  else out.line(`${requests.toLocaleString('en')} requests were answered.`);
  await out.end();
  return EXIT.done;
}

/** A script of faults that cannot be read says itself what it may hold. */
function orFault<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Fault(`--faults cannot be read: ${cause.message}.`, {
      hints: ['Write it as --faults "topcalls leads.create: 503 then ok".'],
      cause,
    });
  }
}

const EXAMPLE_LIST = '11111111-1111-4111-8111-111111111111';
