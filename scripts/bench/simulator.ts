// Stand-ins of the providers in a process of their own, as fast as they go: one line with their addresses, and then requests.
import { createSimulators } from '@leadwire/simulators';

const simulators = createSimulators({ strict: false, recordLimit: 0 });
const { urls } = await simulators.listen(0);
console.log(JSON.stringify(urls));
// It ends with whoever started it.
process.stdin.resume().on('end', () => process.exit());
