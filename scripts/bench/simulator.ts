import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Simulators in their own process, as fast as they go; `stop` ends it. */
export async function startSimulator(): Promise<{ readonly urls: Readonly<Record<string, string>>; stop(): void }> {
  const child = spawn(process.execPath, ['--conditions=leadwire-source', import.meta.filename], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [urls] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { urls: JSON.parse(urls) as Record<string, string>, stop: () => child.kill() };
}

if (process.argv[1] === import.meta.filename) {
  const { createSimulators } = await import('@leadwire/simulators');
  const { urls } = await createSimulators({ strict: false, recordLimit: 0 }).listen(0);
  console.log(JSON.stringify(urls));
  process.stdin.resume().on('end', () => process.exit()); // it ends with whoever started it
}
