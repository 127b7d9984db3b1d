import type { SmsMessage } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { created, message } from './answers.ts';
import { toE164 } from './phone.ts';
import type { PhoneNumbers } from './phone-numbers.ts';
import { localTime } from './times.ts';
import { type Area, createSequence, type World } from './world.ts';

export interface Sms extends Area {
  readonly collection: Collection<number, SmsMessage>;
}

/** assumption: US dollars a segment, as in the sample; a segment holds 160 characters. */
const SEGMENT_PRICE = 0.05;
const SEGMENT_LENGTH = 160;

export function createSms(world: World, phoneNumbers: PhoneNumbers): Sms {
  const { rows, collection } = createTable<number, SmsMessage, SmsMessage>((row) => row);
  const ids = createSequence();

  return {
    collection,
    handlers: {
      'sms.send'({ body, operationId }) {
        const from = phoneNumbers.rows.get(body.from);
        if (from === undefined) return message(400, 'From number not found');
        // assumption: a number that was given up counts as one that cannot send.
        if (!from.smsCapable || from.isReleased) return message(400, 'From number is not SMS capable');
        const to = toE164(body.to);
        if (to === undefined) return message(400, 'Invalid to phone number');
        const segments = Math.max(1, Math.ceil(body.body.length / SEGMENT_LENGTH));
        const cost = Number((segments * SEGMENT_PRICE).toFixed(2));
        if (world.balance < cost) return message(400, 'Insufficient balance');
        world.balance -= cost;
        const now = localTime(world.context.now());
        const row: SmsMessage = {
          id: ids.next(),
          phone_number_id: from.id,
          to,
          body: body.body,
          user_id: 1,
          segments,
          segment_price: SEGMENT_PRICE,
          total_cost: cost,
          status: 'sent',
          sms_sid: `SM${world.context.random.hex(32)}`,
          created_at: now,
          updated_at: now,
        };
        rows.set(row.id, row);
        world.record(operationId, 'sent', 'sms', row.id);
        return created({ message: 'SMS sent successfully', data: row });
      },
    },
    reset() {
      rows.clear();
      ids.reset();
    },
  };
}
