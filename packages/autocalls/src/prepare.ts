import type { Issue } from '@leadwire/core';
import type { OperationMeta, RequestDraft, RevisedDraft } from '@leadwire/core/provider';
import type { KbFileDocumentCreate, KbWebsiteDocumentCreate } from '@leadwire/generated-autocalls';

/** A new document: a website by its address, a file, or a form of your own. */
export type DocumentCreate = KbWebsiteDocumentCreate | FileDocument | FormData;

/** A document whose content is a file, of 20 MB at most. It is sent as a form. */
export interface FileDocument extends Omit<KbFileDocumentCreate, 'file'> {
  /** A `File` brings its name along; a plain `Blob` is sent as `document` with the ending of its type. */
  readonly file: Blob;
}

const TYPES: ReadonlySet<unknown> = new Set(['pdf', 'txt', 'docx']);

/** The server's default for repeats is not documented, so the flag always goes along: `false` unless the caller says otherwise. */
export function prepare({ id }: OperationMeta, draft: RequestDraft): RevisedDraft | undefined {
  const { body } = draft;
  if (id === 'documents.create') return { ...draft, ...toForm(body) };
  const isLead = id === 'leads.create' && typeof body === 'object' && body !== null;
  return isLead ? { ...draft, body: { allow_dupplicate: false, ...body } } : undefined;
}

/** A document with a file as the form that Autocalls takes; undefined for any other body. */
function toForm(body: unknown): Pick<RevisedDraft, 'body' | 'issues'> | undefined {
  const { description, file, name, type } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (!(file instanceof Blob)) return undefined;
  const issues: Issue[] = [];
  if (typeof name !== 'string' || name === '')
    issues.push({ path: 'name', message: 'is required', code: 'invalid-type' });
  if (!TYPES.has(type))
    issues.push({ path: 'type', message: 'must be one of "pdf", "txt", "docx"', code: 'invalid-value' });
  const form = new FormData();
  form.set('name', String(name));
  form.set('type', String(type));
  if (description !== undefined) form.set('description', String(description));
  form.set('file', file, 'name' in file ? String(file.name) : `document.${type}`);
  return { body: form, issues };
}
