import type { Simulators } from '@leadwire/simulators';
import type { OperationUnderTest } from '../effects/every-operation.ts';

/** Path values and bodies, where those of the spec's examples name nothing that a simulator holds. */
export interface Prepared {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly bodies?: Readonly<Record<string, unknown>>;
  readonly queries?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Deletes come last, what is inside first, so that what the others read is there. */
const VERBS = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'];

export const inTurn = ({ meta: a }: OperationUnderTest, { meta: b }: OperationUnderTest): number =>
  VERBS.indexOf(a.verb) - VERBS.indexOf(b.verb) || b.path.split('/').length - a.path.split('/').length;

/** An operation with what `prepared` says instead of its examples. */
export function withPrepared(
  operation: OperationUnderTest,
  { bodies = {}, path = {}, queries = {} }: Prepared,
): OperationUnderTest {
  const { examples, meta } = operation;
  const body = bodies[meta.id];
  return {
    ...operation,
    examples: {
      ...examples,
      path: { ...examples.path, ...path },
      query: { ...examples.query, ...queries[meta.id] },
      bodies: body === undefined ? examples.bodies.slice(0, 1) : [body],
    },
  };
}

type Call = (operationId: string, body?: unknown) => Promise<unknown>;

/** Fills the simulators with what the operations of each provider work on; `call` makes a call of the provider. */
export const PREPARE: Readonly<Record<string, (simulators: Simulators, call: Call) => Promise<Prepared>>> = {
  async topcalls({ topcalls }, call) {
    const number = (await call('phoneNumbers.create', { number: '+14155551234' })) as { id: string };
    const placed = (await call('calls.create')) as { call_id: string };
    const carrier = (await call('carriers.create')) as { id?: string };
    return {
      path: {
        campaign_id: topcalls.campaigns.all()[0]?.id,
        id: topcalls.addLead({ phone_number: '+442071838750' }).id,
        call_id: placed.call_id,
        phone_number_id: number.id,
        carrier_id: carrier.id,
      },
    };
  },
  async autocalls({ autocalls }, call) {
    autocalls.addAssistant({ id: 12 });
    await call('leads.create', { phone_number: '+12025550143', campaign_id: 1, allow_dupplicate: false });
    await call('knowledgebases.create', { name: 'First' });
    const recipient = { sender_id: 1, recipient_phone: '+442071838750' };
    return { path: { id: 1 }, queries: { 'whatsapp.sessionStatus': recipient, 'whatsapp.callPermission': recipient } };
  },
  async telecrm({ telecrm }) {
    const { id } = telecrm.addLead({ phone: '442071838750', name: 'Jane Doe' });
    const payment = telecrm.addAction(id, { type: 'PAYMENT', status: 'PENDING', currency: 'INR', amount: '5000' });
    return {
      path: {
        leadId: id,
        actionId: payment.id,
        email: 'agent@example.com',
        apiName: 'contact_source',
        code: 'ACTION_1001',
      },
      bodies: {
        'actions.update': { type: 'PAYMENT', status: 'COMPLETED' },
        'teamMembers.create': {
          name: 'New Agent',
          email: 'new@example.com',
          phone_number: '919876543299',
          role: 'CALLER',
        },
      },
    };
  },
  async pulsecrm({ pulsecrm }, call) {
    pulsecrm.addTeam({ id: 1 });
    pulsecrm.addLeadSource({ id: 1 });
    pulsecrm.addRotation({ id: 1, name: 'First', userRotationArray: ['a@example.com'] });
    const lead = { firstName: 'John', lastName: 'Doe', teamId: 1 };
    await call('leads.create', lead);
    return { bodies: { 'leads.create': lead } };
  },
};

/** The same body for another person: with another e-mail address and another phone. */
const another = (body: unknown): unknown =>
  JSON.parse(
    JSON.stringify(body)
      .replaceAll(/[\w.]+@/g, 'another.$&')
      .replaceAll(/(?<=\+\d{9,13})\d(?!\d)/g, '9'),
  );

/** Of a provider that is not above: one record, as its first create makes it, which all path values name. */
export const prepareFirstOf =
  (operations: readonly OperationUnderTest[]) =>
  async (_: Simulators, call: Call): Promise<Prepared> => {
    const create = operations.find(({ meta }) => meta.id.endsWith('.create'));
    const made = create === undefined ? {} : ((await call(create.meta.id)) as { id?: unknown });
    const names = operations.flatMap(({ meta }) => meta.pathParams ?? []);
    return {
      path: Object.fromEntries(names.map((name) => [name, made.id])),
      // The record is there: it can be updated as it was made, and another one must differ.
      bodies: Object.fromEntries(
        operations
          .filter(({ meta }) => meta.id.endsWith('.update') || meta === create?.meta)
          .map(({ meta }) => [
            meta.id,
            meta === create?.meta ? another(create.examples.bodies[0]) : create?.examples.bodies[0],
          ]),
      ),
    };
  };
