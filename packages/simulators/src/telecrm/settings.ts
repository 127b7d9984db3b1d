import type { TelecrmApi } from '@leadwire/generated-telecrm';
import type { Call, HandlersOf, Reply, SimulatorContext } from '../framework/provider.ts';
import { telecrmError } from './errors.ts';
import type { ActionKind, Field, Workspace } from './workspace.ts';

const notFound = (message: string): Reply => telecrmError(404, 'NOT_FOUND', message);

const labelsOf = ({ labels, type }: Field) => (type === 'DROPDOWN' || type === 'TAGS' ? labels : undefined);

const summaryOf = (field: Field): object => ({
  type: field.type,
  apiName: field.apiName,
  lockAfterCreate: field.isIdentifier || field.lockAfterCreate === true,
  isLeadid: field.isIdentifier,
  ...(labelsOf(field) && { options: [...field.labels] }),
});

const detailOf = (field: Field): object => ({
  ...summaryOf(field),
  id: field.id,
  description: field.description ?? '',
  ...(labelsOf(field) && { options: field.labels.map((label, index) => ({ id: `opt_${index + 1}`, label })) }),
});

const kindSummaryOf = ({ code, displayName }: ActionKind): object => ({
  code: `ACTION_${code}`,
  displayName,
  score: 10,
  source: 'USER',
});

const schemaOf = ({ fields }: ActionKind): object =>
  Object.fromEntries(
    Array.from(fields.values(), (field) => [field.apiName, { type: field.type, options: labelsOf(field) }]),
  );

function stagesOf({ activeStatuses, archivedStatuses }: Workspace): object[] {
  const stageOf = (label: string) => (label === 'Won' || label === 'Lost' ? label.toUpperCase() : 'OPEN');
  const shown = (labels: readonly string[], stage: string) =>
    labels.filter((label) => stageOf(label) === stage).map((label, index) => ({ statusid: index + 1, label }));
  return ['OPEN', 'WON', 'LOST'].map((stageType) => ({
    stageid: `stage_${stageType.toLowerCase()}_1`,
    stageType,
    visibility: true,
    activeStatuses: shown(activeStatuses, stageType),
    archivedStatuses: shown(archivedStatuses, stageType),
  }));
}

/** The workspace's settings: what a lead depends on is shown, the rest is the spec's example. Names and codes keep their case. */
export function createSettingsHandlers(context: SimulatorContext, workspace: () => Workspace): HandlersOf<TelecrmApi> {
  const show = (call: Call, body: object): Reply => ({
    status: 200,
    body: { ...(context.example({ ...call, body }) as object), ...body },
  });
  const kindDetailOf = (call: Call, kind: ActionKind): object =>
    show(
      { ...call, operationId: 'customActions.get' },
      { id: kind.id, ...kindSummaryOf(kind), fieldSchema: schemaOf(kind) },
    ).body as object;

  return {
    'enterprise.get': (call) =>
      show(call, { id: call.params.enterpriseId, leadIdentifierFieldId: workspace().identifier.id }),
    'customFields.list': ({ query }) => ({
      status: 200,
      body: { customFields: Array.from(workspace().fields.values(), query.detail === true ? detailOf : summaryOf) },
    }),
    'customFields.get'({ params: { apiName = '' } }) {
      const field = workspace().fields.get(apiName);
      return field === undefined
        ? notFound(`Could not find custom field with apiName ${apiName}`)
        : { status: 200, body: detailOf(field) };
    },
    'customActions.list': (call) => ({
      status: 200,
      body: {
        customActions: Array.from(workspace().kinds.values(), (kind) =>
          call.query.detail === true ? kindDetailOf(call, kind) : kindSummaryOf(kind),
        ),
      },
    }),
    'customActions.get'(call) {
      const { code = '' } = call.params;
      const kind = workspace().kinds.get(/^ACTION_(.+)$/.exec(code)?.[1] ?? '');
      return kind === undefined
        ? notFound(`Custom action with code ${code} was not found.`)
        : { status: 200, body: kindDetailOf(call, kind) };
    },
    'pipeline.get': (call) => show(call, { leadStages: stagesOf(workspace()) }),
  };
}
