import { readFileSync } from 'node:fs';
import { parseYaml } from '@redocly/openapi-core';
import { query } from 'jsonpath-rfc9535';
import { SpecError, shown } from '../fault.ts';
import { lintOverlay } from './lint.ts';
import type { OpenApi } from './open-api.ts';

interface Action {
  target: string;
  update?: unknown;
  remove?: unknown;
}

/**
 * Applies an OpenAPI Overlay to a document, in place.
 * @param file - absolute path of the overlay
 * @throws SpecError where it is not an overlay of version 1.0, or a target of it selects nothing
 */
export async function applyOverlay(document: OpenApi, file: string): Promise<void> {
  const faults = await lintOverlay(file);
  if (faults.length > 0) throw new SpecError(faults);
  const { actions } = parseYaml(readFileSync(file, 'utf8')) as { actions: Action[] };
  for (const { target, update, remove } of actions) {
    const found = query(document as never, target) as unknown[];
    if (found.length === 0)
      throw new SpecError([
        { file: shown(file), line: 1, message: `target ${target} selects nothing in the document` },
      ]);
    if (remove === true) removeAll(document, new Set(found));
    else for (const node of found) merge(node, update);
  }
}

function merge(into: unknown, update: unknown): void {
  if (Array.isArray(into)) into.push(update);
  if (!isMap(into) || !isMap(update)) return;
  for (const [key, value] of Object.entries(update)) {
    if (isMap(value) && isMap(into[key])) merge(into[key], value);
    else if (Array.isArray(value) && Array.isArray(into[key])) (into[key] as unknown[]).push(...value);
    else into[key] = value;
  }
}

function removeAll(node: unknown, found: ReadonlySet<unknown>): void {
  if (typeof node !== 'object' || node === null) return;
  const holder = node as Record<string, unknown>;
  for (const [key, inner] of Object.entries(holder)) {
    if (typeof inner === 'object' && found.has(inner)) delete holder[key];
    else removeAll(inner, found);
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
