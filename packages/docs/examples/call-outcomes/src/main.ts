import { createTelecrm } from '@leadwire/telecrm';
import { fileLedger } from 'leadwire/file-ledger';
import { createReceiver } from './app.ts';

// The ledger remembers across restarts which calls were written down.

const telecrm = createTelecrm({ ledger: fileLedger('calls.ledger'), defaultCountry: 'IN' });
const secret = process.env.HOOK_SECRET ?? '';
if (secret === '') throw new Error('HOOK_SECRET is not set: make one with `openssl rand -hex 32`');
createReceiver({ telecrm, secret, actionType: process.env.ACTION_TYPE ?? '1001' }).listen(8080);
