import type { KbDocument } from '@leadwire/generated-autocalls';
import { created, failure, invalid, message, ok } from './answers.ts';
import { isoTime } from './times.ts';
import { type Area, createSequence, type World } from './world.ts';

export interface DocumentRow {
  readonly id: number;
  name: string;
  description: string | null;
  readonly type: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Documents extends Area {
  /** A document is read in the background and becomes active by the clock alone. */
  statusOf(row: DocumentRow): 'processing' | 'active';
}

const PROCESSING_MS = 5_000;
const TYPE_LABELS: Readonly<Record<string, string>> = { website: 'Website', pdf: 'PDF', txt: 'TXT', docx: 'DOCX' };

export const labelOf = (status: string): string => status.charAt(0).toUpperCase() + status.slice(1);

/** What holds documents: a knowledge base. */
interface Base {
  readonly documents: Map<number, DocumentRow>;
}

export function createDocuments(world: World, bases: ReadonlyMap<number, Base>): Documents {
  const ids = createSequence();
  const takes = world.options.documentProcessingMs ?? PROCESSING_MS;
  const statusOf = (row: DocumentRow) => (world.context.now() >= row.createdAt + takes ? 'active' : 'processing');

  const view = (row: DocumentRow) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    type: row.type,
    type_label: TYPE_LABELS[row.type] ?? row.type,
    status: statusOf(row),
    status_label: labelOf(statusOf(row)),
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
  });
  // The answers to a write leave out one of the two times.
  const onCreate = ({ updated_at: _, ...rest }: ReturnType<typeof view>): KbDocument => rest;
  const onUpdate = ({ created_at: _, ...rest }: ReturnType<typeof view>): KbDocument => rest;

  const noBase = () => failure(404, 'Knowledgebase not found.');
  const noDocument = () => failure(404, 'Document not found.');
  const baseOf = (params: Readonly<Record<string, string>>) => bases.get(Number(params.knowledgebaseId));
  const find = (params: Readonly<Record<string, string>>) => baseOf(params)?.documents.get(Number(params.documentId));

  return {
    statusOf,
    handlers: {
      'documents.list'({ params }) {
        const base = baseOf(params);
        return base === undefined ? noBase() : ok({ data: Array.from(base.documents.values(), view) });
      },
      'documents.get'({ params }) {
        const row = find(params);
        return row === undefined ? noDocument() : ok({ data: view(row) });
      },
      'documents.create'({ body, params, operationId, header }) {
        const base = baseOf(params);
        if (base === undefined) return noBase();
        // A file comes as a form, which is not looked into: the document is then a text without a name.
        const isFile = header('content-type')?.startsWith('multipart/') === true;
        if (!isFile && body?.type !== 'website') {
          return invalid({ file: ['A file is required for this document type.'] });
        }
        const now = world.context.now();
        const row: DocumentRow = {
          id: ids.next(),
          name: isFile ? 'Document' : body.name,
          description: body?.description ?? null,
          type: isFile ? 'txt' : 'website',
          createdAt: now,
          updatedAt: now,
        };
        base.documents.set(row.id, row);
        world.record(operationId, 'created', 'document', row.id);
        const text = 'Document created successfully. Processing will begin shortly.';
        return created({ message: text, data: onCreate(view(row)) });
      },
      'documents.update'({ body, params, operationId }) {
        const row = find(params);
        if (row === undefined) return noDocument();
        if (body.name !== undefined) row.name = body.name;
        if (body.description !== undefined) row.description = body.description;
        row.updatedAt = world.context.now();
        world.record(operationId, 'updated', 'document', row.id);
        return ok({ message: 'Document updated successfully.', data: onUpdate(view(row)) });
      },
      'documents.delete'({ params, operationId }) {
        const row = find(params);
        if (row === undefined) return noDocument();
        baseOf(params)?.documents.delete(row.id);
        world.record(operationId, 'deleted', 'document', row.id);
        return message(200, 'Document deleted successfully.');
      },
    },
    reset: () => ids.reset(),
  };
}
