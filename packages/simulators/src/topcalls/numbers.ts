import type { Carrier, PhoneNumber, TopcallsApi } from '@leadwire/generated-topcalls';
import type { CallOf, HandlersOf, Reply, SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import type { IdempotencyStore } from './idempotency.ts';
import { phoneFault } from './phone.ts';
import { invalidBody, notFound } from './problem.ts';

const IPV4 = /^(\d{1,3}\.){3}\d{1,3}$/;

export interface Numbers {
  readonly phoneNumbers: Collection<string, PhoneNumber>;
  readonly carriers: Collection<string, Carrier>;
  readonly handlers: HandlersOf<TopcallsApi>;
  reset(): void;
}

export function createNumbers(
  context: SimulatorContext,
  idempotency: IdempotencyStore,
  accountId: () => string,
): Numbers {
  const numbers = createTable<string, PhoneNumber, PhoneNumber>((row) => ({ ...row }));
  const carriers = createTable<string, Carrier, Carrier>((row) => ({ ...row }));
  const now = () => new Date(context.now()).toISOString();

  function addNumber({ body, operationId }: CallOf<TopcallsApi, 'phoneNumbers.create'>): Reply {
    const fault = phoneFault(body.number, 'call');
    if (fault !== undefined) return invalidBody([{ path: 'number', message: fault }]);
    const sid = body.voip_carrier_sid;
    const carrier = sid === undefined ? undefined : carriers.collection.find((one) => one.voip_carrier_sid === sid);
    // assumption: an unknown carrier is refused, and a number can be used at once.
    if (sid !== undefined && carrier === undefined) return notFound('carrier', sid);
    const created = {
      id: context.random.uuid(),
      number: body.number,
      voip_carrier_sid: sid ?? context.random.uuid(),
      carrier_name: carrier?.carrier_name ?? 'TopCalls',
      source: carrier === undefined ? 'topcalls' : 'byoc',
      phone_number_sid: context.random.uuid(),
      status: 'active',
      label: body.label ?? null,
      account_id: accountId(),
      created_at: now(),
    };
    numbers.rows.set(created.id, {
      ...created,
      error_message: null,
      created_by_user_id: null,
      updated_at: created.created_at,
    });
    context.record({ operationId, kind: 'created', resource: 'phone-number', id: created.id });
    return { status: 201, body: created };
  }

  function addCarrier({ body, operationId }: CallOf<TopcallsApi, 'carriers.create'>): Reply {
    const { carrier_name, sip_gateway, trunk_type = 'static_ip', registration, inbound_auth } = body;
    if (sip_gateway.inbound === true && !IPV4.test(sip_gateway.ipv4 ?? '')) {
      return invalidBody([{ path: 'sip_gateway.ipv4', message: 'must be an IPv4 address when inbound is true' }]);
    }
    const needed = { static_ip: undefined, auth: 'inbound_auth', reg: 'registration' }[trunk_type];
    if (needed !== undefined && { inbound_auth, registration }[needed] === undefined) {
      return invalidBody([{ path: needed, message: `is needed when trunk_type is ${trunk_type}` }]);
    }
    const carrier: Carrier = {
      id: context.random.uuid(),
      account_id: accountId(),
      voip_carrier_sid: context.random.uuid(),
      sip_gateway_sid: context.random.uuid(),
      carrier_name,
      trunk_type,
      created_at: now(),
    };
    carriers.rows.set(carrier.id, carrier);
    context.record({ operationId, kind: 'created', resource: 'carrier', id: carrier.id });
    return { status: 201, body: carrier };
  }

  return {
    phoneNumbers: numbers.collection,
    carriers: carriers.collection,
    handlers: {
      'phoneNumbers.create': idempotency.keyed(addNumber),
      'phoneNumbers.get'({ params }) {
        const found = numbers.collection.get(params.phone_number_id ?? '');
        return found === undefined
          ? notFound('phone number', params.phone_number_id ?? '')
          : { status: 200, body: found };
      },
      // assumption: the shape of the two lists; no page shows it.
      'phoneNumbers.list': () => ({ status: 200, body: { data: numbers.collection.all() } }),
      'carriers.list': () => ({ status: 200, body: { data: carriers.collection.all() } }),
      'carriers.create': idempotency.keyed(addCarrier),
      'carriers.delete'({ params, operationId }) {
        const id = params.carrier_id ?? '';
        if (!carriers.rows.delete(id)) return notFound('carrier', id);
        context.record({ operationId, kind: 'deleted', resource: 'carrier', id });
        return { status: 204 };
      },
    },
    reset() {
      numbers.rows.clear();
      carriers.rows.clear();
    },
  };
}
