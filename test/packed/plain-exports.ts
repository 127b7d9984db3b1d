/** What a program may export of a client without a type of its own, by package. */
export const PLAIN_EXPORTS: Readonly<Record<string, readonly string[]>> = {
  topcalls: [
    "createTopcalls({ apiKey: 'k' })",
    "client.leads.create({ name: 'Jane', phone_number: '+14155552671', list_id: 'id' })",
    'client.leads.list()',
    'client.leads.list().pages()',
    'client.leads.list().safe()',
    "client.leads.get('id').withMeta()",
    "await client.leads.get('id')",
    "client.leads.bulk({ list_id: 'id', leads: [] })",
    "client.calls.get('id')",
    "client.calls.create({ phone_number: '+14155552671', task: 'Say hello to her' })",
    "client.target({ listId: 'id' })",
    "client.target({ listId: 'id' }).send({ phone: '+14155552671' })",
    'client.check()',
    'client.leads',
    "(id: string) => client.leads.update(id, { status: 'Contacted' })",
  ],
  pulsecrm: [
    "createPulsecrm({ accountId: '1', token: 't' })",
    "client.leads.create({ firstName: 'Jane', lastName: 'Doe' })",
    'client.leads.list().safe()',
    "client.leads.find({ phone: '+14155552671' })",
    'client.teams.list()',
    'client.leadRotations.list()',
    'client.target()',
    "client.target().check({ phone: '+14155552671' })",
    'client.auth',
  ],
  autocalls: [
    "createAutocalls({ apiKey: 'k' })",
    "client.leads.create({ phone_number: '+14155552671', campaign_id: 1 })",
    'client.leads.list().pages()',
    'client.campaigns.get(1)',
    "client.campaigns.create({ name: 'Reminders', channel: 'sms', sms_from_phone_number_id: 1, sms_body: 'Hello' })",
    "client.documents.create(1, { name: 'Hours', type: 'txt', file: new Blob(['9 to 17']) })",
    "client.automations.update('id', { enabled: false })",
    'client.target({ campaignId: 1 })',
    'client.check()',
    'client.whatsapp',
  ],
  telecrm: [
    "createTelecrm({ enterpriseId: 'e', syncToken: 's' })",
    "client.leads.create({ fields: { phone: '919999999999' } })",
    "client.leads.upsert({ fields: { phone: '919999999999' } })",
    'client.leads.search({}).pages()',
    "client.readPhone('919999999999')",
    "client.target({ mode: 'sync' })",
    'client.check()',
    'client.pipeline',
  ],
  hubspot: [
    "createHubspot({ accessToken: 'k' })",
    "client.contacts.create({ properties: { email: 'jane@example.com' } })",
    "client.contacts.get('1')",
    'client.contacts.search({})',
    'client.target()',
    'client.check()',
  ],
};

/** A module that exports them. */
export const programOf = (provider: string, values: readonly string[]): string => {
  const create = `create${provider[0]?.toUpperCase()}${provider.slice(1)}`;
  const [made, ...rest] = [...values, 'client.raw', '{ ...client }', 'Object.values(client)'];
  return [
    `import { ${create} } from '@leadwire/${provider}';`,
    `export const client = ${made};`,
    ...rest.map((value, index) => `export const value${index} = ${value};`),
  ].join('\n');
};
