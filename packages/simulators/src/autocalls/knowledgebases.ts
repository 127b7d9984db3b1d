import type { KnowledgeBase } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../collection.ts';
import { created, failure, message, ok } from './answers.ts';
import type { Assistants } from './assistants.ts';
import { createDocuments, type DocumentRow, labelOf } from './documents.ts';
import { isoTime } from './times.ts';
import { type Area, createSequence, type World } from './world.ts';

export interface KnowledgeBaseRow {
  readonly id: number;
  name: string;
  description: string | null;
  readonly documents: Map<number, DocumentRow>;
  readonly createdAt: number;
  updatedAt: number;
}

export interface KnowledgeBases extends Area {
  readonly collection: Collection<number, KnowledgeBase>;
}

export function createKnowledgeBases(world: World, assistants: Assistants): KnowledgeBases {
  const ids = createSequence();

  const statusOf = (row: KnowledgeBaseRow) => {
    if (row.documents.size === 0) return 'empty';
    const works = Array.from(row.documents.values()).some((each) => documents.statusOf(each) === 'processing');
    return works ? 'processing' : 'active';
  };
  const written = (row: KnowledgeBaseRow) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    status: statusOf(row),
    status_label: labelOf(statusOf(row)),
    updated_at: isoTime(row.updatedAt),
  });
  const view = (row: KnowledgeBaseRow): KnowledgeBase => ({
    ...written(row),
    documents_count: row.documents.size,
    assistants_count: Array.from(assistants.rows.values()).filter(
      ({ settings }) => settings.knowledgebase_id === row.id,
    ).length,
    created_at: isoTime(row.createdAt),
  });
  const { rows, collection } = createTable<number, KnowledgeBaseRow, KnowledgeBase>(view);
  const documents = createDocuments(world, rows);
  const notFound = () => failure(404, 'Knowledgebase not found.');

  return {
    collection,
    handlers: {
      ...documents.handlers,
      'knowledgebases.list': () => ok({ data: collection.all() }),
      'knowledgebases.get'({ params }) {
        const row = rows.get(Number(params.id));
        return row === undefined ? notFound() : ok({ data: view(row) });
      },
      'knowledgebases.create'({ body, operationId }) {
        const now = world.context.now();
        const row: KnowledgeBaseRow = {
          id: ids.next(),
          name: body.name,
          description: body.description ?? null,
          documents: new Map(),
          createdAt: now,
          updatedAt: now,
        };
        rows.set(row.id, row);
        world.record(operationId, 'created', 'knowledgebase', row.id);
        const data = { ...written(row), created_at: isoTime(now) };
        return created({ message: 'Knowledgebase created successfully.', data });
      },
      'knowledgebases.update'({ body, params, operationId }) {
        const row = rows.get(Number(params.id));
        if (row === undefined) return notFound();
        if (body.name !== undefined) row.name = body.name;
        if (body.description !== undefined) row.description = body.description;
        row.updatedAt = world.context.now();
        world.record(operationId, 'updated', 'knowledgebase', row.id);
        return ok({ message: 'Knowledgebase updated successfully.', data: written(row) });
      },
      'knowledgebases.delete'({ params, operationId }) {
        const id = Number(params.id);
        if (!rows.delete(id)) return notFound();
        world.record(operationId, 'deleted', 'knowledgebase', id);
        return message(200, 'Knowledgebase deleted successfully.');
      },
    },
    reset() {
      rows.clear();
      ids.reset();
      documents.reset();
    },
  };
}
