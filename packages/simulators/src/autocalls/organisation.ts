import type { Folder, Label } from '@leadwire/generated-autocalls';
import type { Collection } from '../collection.ts';
import type { Assistants } from './assistants.ts';
import { createTags } from './tags.ts';
import type { Area, World } from './world.ts';

export interface Organisation extends Area {
  readonly folders: Collection<number, Folder>;
  readonly labels: Collection<number, Label>;
}

/** How the account sorts its assistants: one folder each at most, any number of labels. */
export function createOrganisation(world: World, assistants: Assistants): Organisation {
  const folders = createTags(world, assistants, {
    resource: 'folder',
    carries: (settings, id) => settings.folder_id === id,
  });
  const labels = createTags(world, assistants, {
    resource: 'label',
    carries: (settings, id) => settings.label_ids?.includes(id) === true,
  });
  return {
    folders: folders.collection,
    labels: labels.collection,
    handlers: {
      'folders.list': ({ query }) => folders.list(query),
      'folders.create': ({ operationId, body }) => folders.create(operationId, body),
      'folders.update': ({ operationId, params, body }) => folders.update(operationId, Number(params.id), body),
      'folders.delete': ({ operationId, params }) => folders.remove(operationId, Number(params.id)),
      'labels.list': ({ query }) => labels.list(query),
      'labels.create': ({ operationId, body }) => labels.create(operationId, body),
      'labels.update': ({ operationId, params, body }) => labels.update(operationId, Number(params.id), body),
      'labels.delete': ({ operationId, params }) => labels.remove(operationId, Number(params.id)),
    },
    reset() {
      folders.reset();
      labels.reset();
    },
  };
}
