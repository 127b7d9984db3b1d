import { KINDS_OF_EVERY_CALL, kindsOf } from './error-kinds.ts';
import { type ApiDocument, exampleOf, mediaOf, operationsOf, type PlacedOperation, resolve } from './open-api.ts';
import { anchorOf, cell, fieldTable, holdsPhone, typeText } from './schema-text.ts';

const SURENESS: Readonly<Record<string, string>> = {
  seed: "taken from the vendor's own text",
  page: "read on the vendor's page",
  guide: "read in the vendor's guide",
  inferred: 'inferred: no page of the vendor says it',
};

const anchorOfOperation = (id: string): string => id.toLowerCase().replaceAll('.', '-');
const title = ({ operation: { operationId } }: PlacedOperation): string => `\`${operationId}\``;
const plain = (text: string): string =>
  text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;').replaceAll(/\s+/g, ' ').trim();

/** The reference of one provider: every operation with effect class, error kinds and source, then every named schema. */
export function providerPage(name: string, document: ApiDocument): string {
  const operations = operationsOf(document);
  const { info } = document;
  return [
    '---',
    `description: Every operation of ${info.title}, with its effect class, its error kinds and where it was read.`,
    'outline: 2',
    '---',
    '',
    `# ${info.title}: reference`,
    '',
    plain(info.description ?? ''),
    '',
    `The client is \`@leadwire/${name}\`, the base URL \`${document.servers?.[0]?.url ?? ''}\`. ${operations.length} operations, as of ${info.version}.`,
    '',
    `Every call can also end in ${KINDS_OF_EVERY_CALL.map((kind) => `\`${kind}\``).join(', ')}: [Errors by kind](/guide/errors).`,
    '',
    '| operation | | effect class |',
    '| --- | --- | --- |',
    ...operations.map(
      (each) =>
        `| [${title(each)}](#${anchorOfOperation(each.operation.operationId)}) | ${cell(each.operation.summary ?? '')} | \`${each.operation['x-leadwire-effect']}\` |`,
    ),
    '',
    ...operations.flatMap((each) => operationSection(document, each)),
    '## Schemas',
    '',
    ...Object.entries(document.components?.schemas ?? {}).flatMap(([schemaName, schema]) => [
      `### ${schemaName} {#${anchorOf(schemaName)}}`,
      '',
      plain(schema.description ?? ''),
      '',
      ...(fieldTable(document, schema).length > 0
        ? fieldTable(document, schema)
        : [typeText(schema).replaceAll('<', '&lt;'), '']),
    ]),
  ].join('\n');
}

function operationSection(document: ApiDocument, placed: PlacedOperation): string[] {
  const { operation, parameters, path, verb } = placed;
  const { page, sure } = operation['x-leadwire-source'] ?? {};
  const sent = mediaOf(document, operation.requestBody);
  const takesPhone =
    holdsPhone(document, sent?.media.schema) ||
    parameters.some((each) => each['x-leadwire-phone'] !== undefined || holdsPhone(document, each.schema));
  const unguarded = operation['x-leadwire-unguarded-when'];
  const pagination = operation['x-leadwire-pagination']?.style;
  const kinds = kindsOf(placed, takesPhone);
  return [
    `## ${title(placed)} {#${anchorOfOperation(operation.operationId)}}`,
    '',
    `**${plain(operation.summary ?? operation.operationId)}.** \`${verb.toUpperCase()} ${path}\``,
    '',
    plain(operation.description ?? ''),
    '',
    '| | |',
    '| --- | --- |',
    `| effect class | \`${operation['x-leadwire-effect']}\`${unguarded === undefined ? '' : `, and \`unguarded\` with ${conditions(unguarded)}`} |`,
    ...(pagination === undefined || pagination === 'none' ? [] : [`| pages | by ${pagination} |`]),
    ...(kinds.length === 0
      ? []
      : [`| errors beside those of every call | ${kinds.map((kind) => `\`${kind}\``).join(', ')} |`]),
    `| source | ${page === undefined ? 'none' : `[${cell(page)}](${page})`}, ${SURENESS[sure ?? 'inferred'] ?? sure} |`,
    '',
    ...parameterTable(placed),
    ...(sent === undefined
      ? []
      : [
          `Body (${cell(sent.kind)}): ${cell(typeText(sent.media.schema))}`,
          '',
          ...inlineFields(document, sent.media.schema),
        ]),
    ...exampleBlock(sent === undefined ? undefined : exampleOf(sent.media)),
    ...responses(document, placed),
  ];
}

const conditions = (list: readonly object[]): string =>
  list
    .flatMap((each) => Object.entries(each))
    .map(
      ([field, value]) =>
        `\`${field}\`${'const' in (value as object) ? ` set to \`${String((value as { const: unknown }).const)}\`` : ''}`,
    )
    .join(' or ');

function parameterTable({ parameters }: PlacedOperation): string[] {
  if (parameters.length === 0) return [];
  return [
    '| parameter | in | type | |',
    '| --- | --- | --- | --- |',
    ...parameters.map(
      (each) =>
        `| \`${each.name}\` | ${each.in} | ${cell(typeText(each.schema))} | ${cell([each.required ? 'Required.' : '', each.description ?? ''].join(' '))} |`,
    ),
    '',
  ];
}

/** Fields of a body that has no name; those of a named one are in its section. */
const inlineFields = (document: ApiDocument, schema: Parameters<typeof fieldTable>[1] | undefined): string[] =>
  schema === undefined || schema.$ref !== undefined ? [] : fieldTable(document, schema);

const exampleBlock = (example: unknown): string[] =>
  example === undefined ? [] : ['```json', JSON.stringify(example, undefined, 2), '```', ''];

function responses(document: ApiDocument, { operation }: PlacedOperation): string[] {
  const rows = Object.entries(operation.responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, response]) => {
      const media = mediaOf(document, response);
      const { description = '' } = resolve(document, response);
      return `| ${status} | ${media === undefined ? '' : cell(typeText(media.media.schema))} | ${cell(description)} |`;
    });
  return rows.length === 0 ? [] : ['| responds with | | |', '| --- | --- | --- |', ...rows, ''];
}
