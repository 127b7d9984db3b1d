import type { MediaTypes, Schema } from './open-api.ts';

/** A schema as it is written: JSON Schema knows `true` and `false` too. */
export type Field = Schema | boolean;

const isJson = (mediaType: string): boolean => /^application\/(.+\+)?json *(;|$)/i.test(mediaType);

/** The JSON media types of a body or a response; one without a schema may hold anything. */
export const jsonTypes = (content: MediaTypes['content'] = {}): { schema?: Field }[] =>
  Object.entries(content).flatMap(([mediaType, media]) => (isJson(mediaType) ? [media] : []));
