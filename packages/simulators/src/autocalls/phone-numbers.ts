import type { PhoneNumber } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { created, failure, message, ok } from './answers.ts';
import { toE164 } from './phone.ts';
import { isoTime } from './times.ts';
import { type Area, createSequence, type World } from './world.ts';

export interface NumberRow {
  readonly id: number;
  readonly phone: string;
  nickname: string | null;
  readonly type: 'normal' | 'sip' | 'caller_id';
  readonly smsCapable: boolean;
  isReleased: boolean;
  readonly createdAt: number;
}

export interface PhoneNumbers extends Area {
  readonly collection: Collection<number, PhoneNumber>;
  readonly rows: ReadonlyMap<number, NumberRow>;
  /** A number that was there before the test; bought and able to send SMS unless said otherwise. */
  add(number: {
    readonly phone_number: string;
    readonly type?: NumberRow['type'];
    readonly sms_capable?: boolean;
  }): PhoneNumber;
  numberOf(id: number | null | undefined): string | null;
}

const TYPE_LABELS = { normal: 'Dedicated Number', sip: 'SIP', caller_id: 'Caller ID' } as const;

export function createPhoneNumbers(world: World): PhoneNumbers {
  // assumption: every number counts as one of the United States.
  const short = (row: NumberRow) => ({ id: row.id, phone_number: row.phone, country_code: 'US', type: row.type });
  const view = (row: NumberRow): PhoneNumber => ({
    ...short(row),
    nickname: row.nickname,
    type_label: TYPE_LABELS[row.type],
    sms_capable: row.smsCapable,
    region: 'us1',
    has_active_subscription: row.type === 'normal' && !row.isReleased,
    created_at: isoTime(row.createdAt),
  });
  const { rows, collection } = createTable<number, NumberRow, PhoneNumber>(view);
  const ids = createSequence();

  const insert = (phone: string, type: NumberRow['type'], smsCapable: boolean) => {
    const createdAt = world.context.now();
    const row: NumberRow = { id: ids.next(), phone, nickname: null, type, smsCapable, isReleased: false, createdAt };
    rows.set(row.id, row);
    return row;
  };
  const notFound = () => failure(404, 'Phone number not found.');

  const reset = () => {
    rows.clear();
    ids.reset();
    insert('+14155552670', 'normal', true);
  };
  reset();

  return {
    collection,
    rows,
    add: ({ phone_number, type = 'normal', sms_capable = true }) => view(insert(phone_number, type, sms_capable)),
    numberOf: (id) => rows.get(id ?? 0)?.phone ?? null,
    handlers: {
      'phoneNumbers.list': () => ok({ data: collection.all() }),
      'phoneNumbers.purchase'({ body, operationId }) {
        const phone = toE164(body.phone_number);
        // assumption: the text; the vendor shows this status with a body of the form `{ error }`.
        if (phone === undefined) return failure(422, 'The phone number could not be parsed.');
        if (collection.find((each) => each.phone_number === phone) !== undefined) {
          return failure(400, 'This phone number is already in use.');
        }
        const row = insert(phone, 'normal', true);
        world.record(operationId, 'created', 'phoneNumber', row.id);
        const data = { ...short(row), sms_capable: row.smsCapable };
        return created({ message: 'Phone number purchased successfully.', data });
      },
      'phoneNumbers.update'({ body, params, operationId }) {
        const row = rows.get(Number(params.id));
        if (row === undefined) return notFound();
        if (body.nickname !== undefined) row.nickname = body.nickname === '' ? null : body.nickname;
        world.record(operationId, 'updated', 'phoneNumber', row.id);
        const data = { ...short(row), nickname: row.nickname };
        return ok({ message: 'Phone number updated successfully.', data });
      },
      'phoneNumbers.release'({ params, operationId }) {
        const row = rows.get(Number(params.id));
        if (row === undefined) return notFound();
        if (row.isReleased) return failure(400, 'Phone number is already scheduled for release.');
        world.record(operationId, 'deleted', 'phoneNumber', row.id);
        if (row.type !== 'normal') {
          rows.delete(row.id);
          return message(200, 'Phone number deleted successfully.');
        }
        row.isReleased = true;
        const text = 'Phone number released successfully. It will be removed at the end of the billing period.';
        return message(200, text);
      },
    },
    reset,
  };
}
