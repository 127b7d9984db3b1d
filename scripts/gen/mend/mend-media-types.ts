import type { Warn } from '../fault.ts';
import { type MediaTypes, type OpenApi, type Operation, resolveLocal, type Schema } from '../read/open-api.ts';

const JSON_TYPE = 'application/json';

/** Frameworks leave the media type open where they mean JSON: what has fields, items or a number is not bytes. */
export function mendMediaTypes(document: OpenApi, { requestBody, responses = {} }: Operation, warn: Warn): void {
  const bodies: [steps: string[], media: MediaTypes | undefined][] = [
    [['requestBody'], requestBody],
    ...Object.entries(responses).map(([status, response]): [string[], MediaTypes] => [['responses', status], response]),
  ];
  for (const [steps, media] of bodies) {
    const { content = {} } = resolveLocal<MediaTypes>(document, media ?? {}) ?? {};
    for (const open of Object.keys(content).filter((name) => isMeantAsJson(document, content, name))) {
      warn([...steps, 'content', open], `media type '${open}' has a schema that is not bytes: read as ${JSON_TYPE}`);
      content[JSON_TYPE] = content[open] ?? {};
      delete content[open];
    }
  }
}

function isMeantAsJson(document: OpenApi, content: MediaTypes['content'] & object, name: string): boolean {
  if (!/^(\*|application)\/\*$/.test(name) || content[JSON_TYPE] !== undefined) return false;
  const { schema = {} } = content[name] ?? {};
  const { type, ...more } = resolveLocal<Schema>(document, typeof schema === 'boolean' ? {} : schema) ?? {};
  return type !== 'string' && (type !== undefined || Object.keys(more).length > 0);
}
