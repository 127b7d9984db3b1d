import { type AutocallsApi, api, type Lead } from '@leadwire/generated-autocalls';
import type { Provider, ProviderDefinition, SimulatorContext } from '../framework/provider.ts';
import { createTable } from '../framework/state/collection.ts';
import { createResource } from '../framework/state/resource.ts';
import { createAccount } from './account.ts';
import { failure, message } from './answers.ts';
import { createAssistants } from './assistants.ts';
import { createCalls } from './calls.ts';
import { createCampaigns } from './campaigns.ts';
import { createConversations } from './conversations.ts';
import { createGenerateReply } from './generate-reply.ts';
import { createLeadStore, type LeadRow } from './lead-store.ts';
import { createLeads } from './leads.ts';
import type { AutocallsOptions } from './options.ts';
import { createPhoneNumbers } from './phone-numbers.ts';
import { refuse } from './refuse.ts';
import { createSms } from './sms.ts';
import type { AutocallsState } from './state.ts';
import { createWhatsApp } from './whatsapp.ts';
import { createWorld, type Handlers } from './world.ts';

/** These take no key; whether they would refuse a bad one is not known. */
const PUBLIC: ReadonlySet<string> = new Set(['conversations.create', 'conversations.get', 'conversations.sendMessage']);

/** Words that the spec lists, for the operations that answer from their schema. */
const EXAMPLES = {
  address_requirements: 'none',
  classification: 'ok',
  run_status: 'SUCCEEDED',
  status: 'SUCCEEDED',
  type: 'post_call',
  'automations.create:status': 'active',
  'automations.get:data.status': 'enabled',
  'automations.list:data[].status': 'enabled',
  'automations.restore:status': 'enabled',
  'automations.retryRun:status': 'RUNNING',
  'automations.update:data.status': 'enabled',
  'automationTemplates.apply:status': 'active',
  'automationTemplates.list:data[].binding': 'post_call',
  'whatsapp.call:status': 'queued',
  'whatsapp.callPermission:status': 'granted',
  'whatsapp.requestCallPermission:status': 'pending',
  country_code: 'US',
  gender: 'female',
  inbound_authorization_type: 'auth',
  phone_number: '+14155552671',
  sip_calling_format: '+e164',
  type_label: 'Normal',
  'whiteLabel.transfer:transfer.type': 'minutes',
};

function createAutocallsProvider(
  context: SimulatorContext,
  options: AutocallsOptions = {},
): Provider<AutocallsApi, AutocallsState> {
  const world = createWorld(context, options);
  const { rows, collection } = createTable<number, LeadRow, Lead>((row) => leads.view(row));
  const leadStore = createLeadStore(rows);
  const phoneNumbers = createPhoneNumbers(world);
  const assistants = createAssistants(world);
  const campaigns = createCampaigns(world, leadStore, assistants);
  const leads = createLeads(world, leadStore, campaigns);
  const calls = createCalls(world, { assistants, campaigns, leads: leadStore, phoneNumbers });
  const missing = (name: string) => () => message(404, `${name} not found`);
  const noBase = () => failure(404, 'Knowledgebase not found.');
  const folders = createResource(context, {
    operations: 'folders',
    name: 'folder',
    notFound: missing('Folder'),
    defaults: { color: null },
  });
  const labels = createResource(context, {
    operations: 'labels',
    name: 'label',
    notFound: missing('Label'),
    defaults: { color: null },
  });
  const tools = createResource(context, {
    operations: 'tools',
    name: 'tool',
    notFound: missing('Tool'),
    defaults: { type: 'http', body_format: 'json', timeout: 10, headers: [], static_fields: [] },
  });
  const knowledgebases = createResource(context, {
    operations: 'knowledgebases',
    name: 'knowledgebase',
    notFound: noBase,
    defaults: { description: null, status: 'active', status_label: 'Active' },
  });
  const documents = createResource(context, {
    operations: 'documents',
    name: 'document',
    notFound: () => failure(404, 'Document not found.'),
    parent: { resource: knowledgebases, notFound: noBase },
    defaults: { name: 'Document', description: null, type: 'txt', status: 'active', status_label: 'Active' },
  });
  const account = createAccount(world);
  const sms = createSms(world, phoneNumbers);
  const whatsapp = createWhatsApp(world);
  const conversations = createConversations(world, assistants);
  const generateReply = createGenerateReply(world, assistants, conversations);
  const areas = [
    phoneNumbers,
    assistants,
    campaigns,
    leads,
    calls,
    folders,
    labels,
    tools,
    knowledgebases,
    documents,
    account,
    sms,
    whatsapp,
    conversations,
    generateReply,
  ];

  const state: AutocallsState = {
    leads: collection,
    campaigns: campaigns.collection,
    calls: calls.collection,
    assistants: assistants.collection,
    folders: folders.collection,
    labels: labels.collection,
    tools: tools.collection,
    knowledgebases: knowledgebases.collection,
    apiKeys: account.apiKeys,
    phoneNumbers: phoneNumbers.collection,
    conversations: conversations.collection,
    sms: sms.collection,
    whatsappMessages: whatsapp.messages,
    get balance() {
      return world.balance;
    },
    set balance(amount) {
      world.balance = amount;
    },
    addCampaign: campaigns.add,
    addAssistant: assistants.add,
    addPhoneNumber: phoneNumbers.add,
    endNextCalls: calls.endNextCalls,
    ringLead: calls.ringLead,
    customerWrites: whatsapp.customerWrites,
    answerAs(forms) {
      world.forms = { ...world.forms, ...forms };
    },
  };

  const handlers: Handlers = {};
  for (const area of areas) Object.assign(handlers, area.handlers);

  return {
    state,
    handlers,
    examples: EXAMPLES,
    statuses: {
      'sipTrunks.create': 201,
      'whiteLabel.register': 201,
      'automations.create': 201,
      'automationTemplates.apply': 201,
    },
    authorize({ operationId, token }) {
      if (PUBLIC.has(operationId)) return undefined;
      const isGood = token !== '' && !context.isBadToken(token) && !account.isRevoked(token);
      // assumption: Laravel's own words; the vendor does not show this answer.
      return isGood ? undefined : message(401, 'Unauthenticated.');
    },
    refuse,
    reset() {
      world.reset();
      for (const area of areas) area.reset();
    },
  };
}

export type { AutocallsOptions, AutocallsState };

export const autocalls: ProviderDefinition<AutocallsApi, AutocallsState, AutocallsOptions> = {
  api,
  create: createAutocallsProvider,
};
