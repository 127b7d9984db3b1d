import type { MediaTypes } from '../read/open-api.ts';

/** How a request body is written. */
export type BodyKind = 'json' | 'form' | 'multipart' | 'text' | 'binary';

/** How a response that is not JSON is read. */
export type ResponseKind = keyof typeof RESPONSE_TYPES;

/** What such a response is given as. */
export const RESPONSE_TYPES = { text: 'string', blob: 'Blob', stream: 'ReadableStream<Uint8Array>' } as const;

const essence = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

export const isJson = (mediaType: string): boolean => /^(application|text)\/(.+\+)?json$/.test(essence(mediaType));

const isText = (mediaType: string): boolean =>
  /^text\/|[+/](xml|yaml|x-yaml|csv|graphql|javascript|x-sh)$/.test(essence(mediaType));

const isStream = (mediaType: string): boolean =>
  /^text\/event-stream$|^application\/(x-ndjson|jsonl|x-jsonlines|json-seq|stream\+json)$/.test(essence(mediaType));

/** The media type in which a body is sent, and how it is written: JSON where there is a choice. */
export function bodyMedia(content: MediaTypes['content'] = {}): { kind: BodyKind; mediaType: string } | undefined {
  const kinds = Object.keys(content).map((mediaType) => ({ kind: kindOf(mediaType), mediaType }));
  const order: BodyKind[] = ['json', 'form', 'multipart', 'text', 'binary'];
  return order.map((kind) => kinds.find((one) => one.kind === kind)).find((one) => one !== undefined);
}

function kindOf(mediaType: string): BodyKind {
  if (isJson(mediaType)) return 'json';
  if (essence(mediaType) === 'application/x-www-form-urlencoded') return 'form';
  if (essence(mediaType) === 'multipart/form-data') return 'multipart';
  return isText(mediaType) && !isStream(mediaType) ? 'text' : 'binary';
}

/** How a response of these media types is read; undefined for JSON, which goes first. */
export function responseKind(mediaTypes: readonly string[]): ResponseKind | undefined {
  if (mediaTypes.length === 0 || mediaTypes.some(isJson)) return undefined;
  if (mediaTypes.some(isStream)) return 'stream';
  return mediaTypes.every(isText) ? 'text' : 'blob';
}
