import type { MediaTypes, Schema } from '../read/open-api.ts';
import { isJson } from './media-types.ts';

/** A schema as it is written: JSON Schema knows `true` and `false` too. */
export type Field = Schema | boolean;

/** The JSON media types of a body or a response; one without a schema may hold anything. */
export const jsonTypes = (content: MediaTypes['content'] = {}): { schema?: Field }[] =>
  Object.entries(content).flatMap(([mediaType, media]) => (isJson(mediaType) ? [media] : []));
