import { createCallWays } from './call-ways.ts';
import { interleave, type Measured } from './interleave.ts';

/** Time and allocation of one create and one update, beside the peers; nothing leaves the process. */
export async function benchPerCall(): Promise<Measured[]> {
  const { prepare, ways } = createCallWays();
  return interleave(ways, { prepare });
}

if (process.argv[1] === import.meta.filename) console.table(await benchPerCall());
