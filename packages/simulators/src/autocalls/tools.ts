import type { Tool, ToolCreate } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../collection.ts';
import { created, message, ok } from './answers.ts';
import { isoTime } from './times.ts';
import { type Area, createSequence, type World } from './world.ts';

export interface Tools extends Area {
  readonly collection: Collection<number, Tool>;
}

interface ToolRow {
  readonly id: number;
  settings: ToolCreate;
  readonly createdAt: number;
  updatedAt: number;
}

export function createTools(world: World): Tools {
  const view = ({ id, settings, createdAt, updatedAt }: ToolRow): Tool => ({
    id,
    type: 'http',
    body_format: 'json',
    timeout: 10,
    headers: [],
    static_fields: [],
    // assumption: a parameter is not required unless it says so.
    ...settings,
    schema: settings.schema?.map((field) => ({ required: false, ...field })) ?? [],
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
  });
  const { rows, collection } = createTable<number, ToolRow, Tool>(view);
  const ids = createSequence();
  const limit = world.options.planLimits?.tools ?? Number.POSITIVE_INFINITY;
  const notFound = () => message(404, 'Tool not found');

  return {
    collection,
    handlers: {
      'tools.list': () => ok(collection.all()),
      'tools.get'({ params }) {
        const row = rows.get(Number(params.id));
        return row === undefined ? notFound() : ok(view(row));
      },
      'tools.create'({ body, operationId }) {
        if (rows.size >= limit) {
          return message(422, `You have reached your plan limit of ${limit} mid call tools. Please upgrade your plan.`);
        }
        const now = world.context.now();
        const row: ToolRow = { id: ids.next(), settings: body, createdAt: now, updatedAt: now };
        rows.set(row.id, row);
        world.record(operationId, 'created', 'tool', row.id);
        return created({ message: 'Tool created successfully', data: view(row) });
      },
      'tools.update'({ body, params, operationId }) {
        const row = rows.get(Number(params.id));
        if (row === undefined) return notFound();
        // assumption: static fields are replaced as a whole, like headers and schema.
        row.settings = { ...row.settings, ...body };
        row.updatedAt = world.context.now();
        world.record(operationId, 'updated', 'tool', row.id);
        return ok({ message: 'Tool updated successfully', data: view(row) });
      },
      'tools.delete'({ params, operationId }) {
        const id = Number(params.id);
        if (!rows.delete(id)) return notFound();
        world.record(operationId, 'deleted', 'tool', id);
        return message(200, 'Tool deleted successfully');
      },
    },
    reset() {
      rows.clear();
      ids.reset();
    },
  };
}
