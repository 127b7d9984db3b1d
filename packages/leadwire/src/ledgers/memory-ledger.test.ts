import { describeLedger } from '../testing/describe-ledger.ts';
import { memoryLedger } from './memory-ledger.ts';

describeLedger('memoryLedger', async () => ({ ledger: memoryLedger() }), { runs: 500 });
