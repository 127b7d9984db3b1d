import { setFlagsFromString } from 'node:v8';
import { startConsole } from '@leadwire/console';
import { Fault } from '@leadwire/importer/errors';
import { DESTINATION_NAMES, DESTINATIONS } from '../../destinations.ts';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { Printer } from '../../output/printer.ts';

export interface UiOptions {
  readonly port: number;
  readonly simulate?: boolean | undefined;
}

/** Serves the page until it is stopped. */
export async function servePage({ port, simulate }: UiOptions, io: Io): Promise<ExitCode> {
  // Reading makes short-lived rows: without this the room for them grows by 150 MB, and reading is no faster for it.
  for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=20']) setFlagsFromString(flag);
  const simulated = simulate === true ? await openSimulators() : undefined;
  const env = { ...io.env, ...simulated?.env };
  const onBug = (error: unknown): void => void io.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  const page = await startConsole({ port, env, ...simulated?.options, onBug }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    throw new Fault(`Port ${port} is in use.`, { hints: ['Leave --port out to take any free port.'], cause });
  });
  const out = new Printer(io.stdout);
  out.line(`Open this address in a browser on this machine; it works once:\n\n  ${page.address}\n`);
  if (simulated !== undefined) out.line('Leads go to simulated providers; one request in twenty-five fails.');
  const after =
    simulated === undefined ? ' What was sent is recorded, and the import goes on with the next start.' : '';
  out.line(`Press Ctrl+C to stop.${after}`);
  await out.end();
  if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve, { once: true }));
  await page.close();
  await simulated?.close();
  return EXIT.done;
}

/** Faults that end of themselves. */
const FAULTS = ['500', '503', 'cut-before', 'cut-after-commit', 'truncated', 'html-502'] as const;

async function openSimulators() {
  const { createSimulators, urlOf } = await import('@leadwire/simulators');
  const simulators = createSimulators({
    strict: false,
    faultRate: 1 / 25,
    faultMix: FAULTS,
    latencyMs: [5, 40],
    recordLimit: 0,
  });
  const { urls } = await simulators.listen(0);
  const baseUrls = Object.fromEntries(DESTINATION_NAMES.map((name) => [name, urlOf(urls, name)]));
  const variables = Object.values(DESTINATIONS).flatMap(({ credentials: { ids, secrets } }) => [
    ...ids,
    ...secrets.flat(),
  ]);
  const env = Object.fromEntries(variables.map(({ variable, standIn = 'simulated' }) => [variable, standIn]));
  return { options: { baseUrls, rate: 'off' as const }, env, close: () => simulators.close() };
}
