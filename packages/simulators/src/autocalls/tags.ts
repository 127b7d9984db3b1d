import type { Folder, FolderCreate, FolderUpdate } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../collection.ts';
import type { Reply } from '../simulator.ts';
import { created, invalid, message, ok } from './answers.ts';
import type { AssistantSettings } from './assistant-row.ts';
import type { Assistants } from './assistants.ts';
import { lengthAwarePage } from './page.ts';
import { createSequence, type World } from './world.ts';

/** Folders and labels are alike: a name and a colour that assistants carry. */
export interface Tags {
  readonly collection: Collection<number, Folder>;
  list(query: { readonly page?: number | undefined; readonly per_page?: number | undefined }): Reply;
  create(operationId: string, body: FolderCreate): Reply;
  update(operationId: string, id: number, body: FolderUpdate): Reply;
  remove(operationId: string, id: number): Reply;
  reset(): void;
}

interface Kind {
  readonly resource: 'folder' | 'label';
  /** Whether an assistant carries this one. */
  readonly carries: (settings: AssistantSettings, id: number) => boolean;
}

interface TagRow {
  readonly id: number;
  name: string;
  color: NonNullable<FolderCreate['color']> | null;
}

export function createTags(world: World, assistants: Assistants, { resource, carries }: Kind): Tags {
  const title = resource === 'folder' ? 'Folder' : 'Label';
  const view = ({ id, name, color }: TagRow): Folder => {
    const count = Array.from(assistants.rows.values()).filter(({ settings }) => carries(settings, id)).length;
    return { id, name, color, assistants_count: count };
  };
  const { rows, collection } = createTable<number, TagRow, Folder>(view);
  const ids = createSequence();
  const isTaken = (name: string, id?: number) =>
    Array.from(rows.values()).some((row) => row.name === name && row.id !== id);
  const taken = () => invalid({ name: ['The name has already been taken.'] });

  return {
    collection,
    list: (query) =>
      ok(
        lengthAwarePage(rows.values(), {
          path: `/user/${resource}s`,
          page: query.page,
          perPage: query.per_page ?? 15,
          matches: () => true,
          view,
        }),
      ),
    create(operationId, { name, color }) {
      if (isTaken(name)) return taken();
      const row: TagRow = { id: ids.next(), name, color: color ?? null };
      rows.set(row.id, row);
      world.record(operationId, 'created', resource, row.id);
      return created({ message: `${title} created successfully`, data: view(row) });
    },
    update(operationId, id, { name, color }) {
      const row = rows.get(id);
      if (row === undefined) return message(404, `${title} not found`);
      // assumption: a name that is taken is refused as it is on create; the page of the update shows a 404 only.
      if (name !== undefined && isTaken(name, id)) return taken();
      if (name !== undefined) row.name = name;
      if (color !== undefined) row.color = color;
      world.record(operationId, 'updated', resource, id);
      return ok({ message: `${title} updated successfully`, data: view(row) });
    },
    remove(operationId, id) {
      if (!rows.delete(id)) return message(404, `${title} not found`);
      world.record(operationId, 'deleted', resource, id);
      return message(200, `${title} deleted successfully`);
    },
    reset() {
      rows.clear();
      ids.reset();
    },
  };
}
