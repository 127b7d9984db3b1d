import { type MediaTypes, type OpenApi, resolveLocal, type Schema } from '../read/open-api.ts';
import { isJson } from './media-types.ts';

/** Names the type of a value that JSON cannot hold, such as a `Blob`, in a schema that is generated from. */
export const HELD_TYPE = 'x-leadwire-type';

/** What a client takes or gives in these media types, whatever the document says of its bytes. */
export function holdsType(content: MediaTypes['content'] = {}, type: string): void {
  for (const media of Object.values(content)) media.schema = { type: 'string', [HELD_TYPE]: type };
}

/** The files of a multipart body are Blobs. */
export function markFiles(document: OpenApi, node: unknown, seen: Set<unknown> = new Set()): void {
  if (typeof node !== 'object' || node === null || seen.has(node)) return;
  seen.add(node);
  const schema = resolveLocal<Schema>(document, node as Schema);
  if (schema !== node) markFiles(document, schema, seen);
  else if (isFile(schema)) Object.assign(schema, { type: schema.type ?? 'string', [HELD_TYPE]: 'Blob' });
  else for (const inner of Object.values(schema)) markFiles(document, inner, seen);
}

/** In a response of JSON a file is a text: a schema that stands for both holds either. */
export function mayBeText(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  if ((schema as Schema)[HELD_TYPE] === 'Blob') (schema as Schema)[HELD_TYPE] = 'Blob | string';
  for (const inner of Object.values(schema)) mayBeText(inner);
}

/** OpenAPI 3.0 has a format for bytes, JSON Schema a media type. */
function isFile({ contentEncoding, contentMediaType, format, type = 'string' }: Schema): boolean {
  if (![type].flat().includes('string') || contentEncoding !== undefined) return false;
  return format === 'binary' || (typeof contentMediaType === 'string' && !isJson(contentMediaType));
}
