import type {
  CustomActionDefinitionDetail,
  CustomFieldDetail,
  Enterprise,
  Pipeline,
  TelecrmApi,
} from '@leadwire/generated-telecrm';
import type { HandlersOf } from '../framework/provider.ts';
import { telecrmError } from './errors.ts';
import type { ActionKind, Field, Workspace } from './workspace.ts';

/** assumption: when everything of the workspace was made. */
const MADE_AT = 1_672_561_800_000;
const ADMIN = 'admin@example.com';

const hasOptions = ({ type }: Field) => type === 'DROPDOWN' || type === 'TAGS';

function fieldDetail(field: Field): CustomFieldDetail {
  return {
    id: field.id,
    type: field.type,
    apiName: field.apiName,
    description: field.description ?? '',
    lockAfterCreate: field.isIdentifier || field.lockAfterCreate === true,
    isLeadid: field.isIdentifier,
    ...(hasOptions(field) && { options: field.labels.map((label, index) => ({ id: `opt_${index + 1}`, label })) }),
  };
}

function fieldSummary(field: Field) {
  const { type, apiName, lockAfterCreate, isLeadid } = fieldDetail(field);
  return { type, apiName, lockAfterCreate, isLeadid, ...(hasOptions(field) && { options: [...field.labels] }) };
}

const kindSummary = ({ code, displayName }: ActionKind) => ({
  code: `ACTION_${code}`,
  displayName,
  score: 10,
  source: 'USER',
});

function kindDetail(kind: ActionKind): CustomActionDefinitionDetail {
  const schema = Array.from(kind.fields.values(), (field) => [
    field.apiName,
    { type: field.type, ...(hasOptions(field) && { options: [...field.labels] }) },
  ]);
  return {
    id: kind.id,
    ...kindSummary(kind),
    icon: 'map-pin',
    description: '',
    fieldSchema: Object.fromEntries(schema),
    displaySchema: {},
    allowPredatedActivity: { enabled: true },
    quickAdd: {},
    definitionType: 'USER_DEFINED',
    createdOn: MADE_AT,
    createdBy: ADMIN,
    modifiedOn: MADE_AT,
    modifiedBy: ADMIN,
  };
}

function enterprise(id: string, { identifier }: Workspace): Enterprise {
  return {
    name: 'Acme Corporation',
    id,
    creationTimeStamp: MADE_AT,
    teamSize: '50-100',
    industry: 'Real Estate',
    website: 'https://example.com',
    leadIdentifierFieldId: identifier.id,
    integrations: ['WHATSAPP', 'EMAIL', 'SMS'],
  };
}

function pipeline({ activeStatuses, archivedStatuses, lostReasons }: Workspace): Pipeline {
  const stageOf = (label: string) => (label === 'Won' || label === 'Lost' ? label.toUpperCase() : 'OPEN');
  const shown = (labels: readonly string[], stage: string) =>
    labels
      .filter((label) => stageOf(label) === stage)
      .map((label, index) => ({ statusid: index + 1, label, color: '#4A90E2' }));
  return {
    leadStages: ['OPEN', 'WON', 'LOST'].map((stageType) => ({
      stageid: `stage_${stageType.toLowerCase()}_1`,
      stageType,
      visibility: true,
      activeStatuses: shown(activeStatuses, stageType),
      archivedStatuses: shown(archivedStatuses, stageType),
    })),
    activeLeadLostReasons: lostReasons.map((reasonLabel, index) => ({
      reasonid: index + 1,
      reasonLabel,
      isDefault: index === 0,
    })),
    archivedLeadLostReasons: [],
    creationTimestamp: MADE_AT,
    modificationTimestamp: MADE_AT,
    lastModifiedBy: ADMIN,
    version: 1,
  };
}

/** What the workspace shows of its own settings. Names and codes are taken in their own case. */
export function createSettingsHandlers(workspace: () => Workspace): HandlersOf<TelecrmApi> {
  return {
    'enterprise.get': ({ params }) => ({ status: 200, body: enterprise(params.enterpriseId ?? '', workspace()) }),
    'customFields.list'({ query }) {
      const fields = Array.from(workspace().fields.values());
      const show: (field: Field) => unknown = query.detail === true ? fieldDetail : fieldSummary;
      return { status: 200, body: { customFields: fields.map(show) } };
    },
    'customFields.get'({ params: { apiName = '' } }) {
      const field = workspace().fields.get(apiName);
      if (field !== undefined) return { status: 200, body: fieldDetail(field) };
      return telecrmError(404, 'NOT_FOUND', `Could not find custom field with apiName ${apiName}`);
    },
    'customActions.list'({ query }) {
      const kinds = Array.from(workspace().kinds.values());
      const show: (kind: ActionKind) => unknown = query.detail === true ? kindDetail : kindSummary;
      return { status: 200, body: { customActions: kinds.map(show) } };
    },
    'customActions.get'({ params: { code = '' } }) {
      const kind = workspace().kinds.get(/^ACTION_(.+)$/.exec(code)?.[1] ?? '');
      if (kind !== undefined) return { status: 200, body: kindDetail(kind) };
      return telecrmError(404, 'NOT_FOUND', `Custom action with code ${code} was not found.`);
    },
    'pipeline.get': () => ({ status: 200, body: pipeline(workspace()) }),
  };
}
