import type { HonoRequest } from 'hono';
import * as z from 'zod/mini';

/** A body that is not what the page sends. */
export class BadRequest extends Error {}

/** @throws BadRequest that names the field which is not as the schema says */
export async function readBody<Body>(request: HonoRequest, schema: z.ZodMiniType<Body>): Promise<Body> {
  const read = schema.safeParse(await request.json().catch(() => undefined));
  if (read.success) return read.data;
  throw new BadRequest(`${read.error.issues[0]?.path.join('.') || 'the body'} is not what the page sends`);
}

const text = z.string();
const texts = z.record(text, text);

/** What the page may send to each address. */
export const bodies = {
  file: z.object({ path: text }),
  columns: z.object({
    country: z.optional(text),
    column: z.optional(z.object({ index: z.int(), use: text })),
    sheet: z.optional(text),
    skipLines: z.optional(z.int()),
  }),
  answer: z.object({ doubt: z.int(), answer: z.int() }),
  row: z.object({ cells: z.optional(texts), leaveOut: z.optional(z.boolean()) }),
  destination: z.object({
    to: text,
    labels: z.optional(texts),
    options: z._default(z.record(text, z.union([text, z.number(), z.boolean()])), {}),
    account: z.optional(text),
    baseUrl: z.optional(text),
    rate: z.optional(z.number()),
    onExisting: z._default(z.enum(['keep', 'update']), 'keep'),
    checkExisting: z._default(z.boolean(), false),
  }),
  choices: z.object({ to: text, credentials: z._default(texts, {}), baseUrl: z.optional(text) }),
  send: z.object({ version: z.int() }),
  parked: z.object({ rows: z.array(z.int()), finding: z.enum(['arrived', 'not-there', 'look-again']) }),
  undo: z.object({ id: text }),
};
