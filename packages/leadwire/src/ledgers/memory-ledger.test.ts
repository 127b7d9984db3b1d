import { describeLedger } from '@leadwire/testing';
import { memoryLedger } from './memory-ledger.ts';

describeLedger('memoryLedger', async () => ({ ledger: memoryLedger() }), { runs: 500 });
