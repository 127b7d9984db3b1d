import { fileURLToPath } from 'node:url';
import { bundle, createConfig } from '@redocly/openapi-core';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Json = Record<string, unknown>;

const VERBS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** One operation of a bundled spec. */
export interface SpecOperation {
  readonly id: string;
  readonly verb: string;
  readonly path: string;
  /** The first example of its JSON body. */
  readonly bodyExample: unknown;
}

/** A spec that responses and webhooks are checked against. */
export interface Spec {
  readonly server: string;
  readonly operations: ReadonlyMap<string, SpecOperation>;
  /** What is wrong with a response; empty if it is valid. */
  faultsOfResponse(operationId: string, status: number, body: unknown): string[];
  faultsOfSchema(name: string, value: unknown): string[];
}

/** Components whose open enums are known in part only, so that a simulator must guess other values. */
const KNOWN_IN_PART: Readonly<Record<string, readonly string[]>> = { telecrm: ['FieldType', 'ErrorEnvelope'] };

function openEnums(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if ((node as Json)['x-leadwire-open-enum'] === true) delete (node as Json).enum;
  Object.values(node).forEach(openEnums);
}

const specs = new Map<string, Promise<Spec>>();

/** Reads the spec of a provider as the generator does, once. */
export function readSpec(provider: string): Promise<Spec> {
  const known = specs.get(provider) ?? load(provider);
  specs.set(provider, known);
  return known;
}

async function load(provider: string): Promise<Spec> {
  const ref = fileURLToPath(new URL(`../../../specs/${provider}.yaml`, import.meta.url));
  const { bundle: bundled } = await bundle({ ref, config: await createConfig({}) });
  const document = bundled.parsed as Json;
  const { schemas } = document.components as { schemas: Json };
  for (const name of KNOWN_IN_PART[provider] ?? []) openEnums(schemas[name]);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'spec');
  const validators = new Map<string, ValidateFunction>();

  const faults = (pointer: string, value: unknown): string[] => {
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `spec${pointer}` });
    validators.set(pointer, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message}`);
  };

  const at = (pointer: string): Json | undefined => {
    let found: unknown = document;
    for (const part of pointer.split('/').slice(1)) {
      found = (found as Json | undefined)?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    return found as Json | undefined;
  };
  /** The pointer behind all references. */
  const follow = (pointer: string): string => {
    const ref = at(pointer)?.$ref;
    return typeof ref === 'string' ? follow(ref) : pointer;
  };

  const operations = new Map<string, SpecOperation & { readonly pointer: string }>();
  for (const path of Object.keys(document.paths as Json)) {
    const item = follow(`#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    for (const verb of VERBS) {
      const pointer = `${item}/${verb}`;
      const id = at(pointer)?.operationId;
      if (typeof id !== 'string') continue;
      const content = at(`${pointer}/requestBody/content/application~1json`);
      const examples = Object.values((content?.examples ?? {}) as Record<string, { value: unknown }>);
      const bodyExample = content?.example ?? examples[0]?.value;
      operations.set(id, { id, verb: verb.toUpperCase(), path, bodyExample, pointer });
    }
  }

  return {
    server: (document.servers as { url: string }[])[0]?.url ?? '',
    operations,
    faultsOfResponse(operationId, status, body) {
      const responses = `${operations.get(operationId)?.pointer}/responses`;
      const declared = [`${status}`, `${Math.floor(status / 100)}XX`, 'default'].find((key) =>
        at(`${responses}/${key}`),
      );
      if (declared === undefined) return [`the spec declares no ${status} for ${operationId}`];
      const media = `${follow(`${responses}/${declared}`)}/content/application~1json`;
      if (at(media) === undefined) return body === undefined ? [] : [`${operationId} ${status} must have no body`];
      return faults(`${media}/schema`, body);
    },
    faultsOfSchema: (name, value) => faults(`#/components/schemas/${name}`, value),
  };
}
