import { isLeadwireError } from '@leadwire/core';
import { Hono } from 'hono';
import type { Leadwire } from 'leadwire';

export interface FormOptions {
  readonly leadwire: Leadwire<'dialler'>;
  /** Called when a lead was recorded, so that it is sent behind the response. */
  readonly onAccepted: () => void;
}

/** The endpoint of the form: a lead is on record before the response, and sent behind it. */
export function createForm({ leadwire, onAccepted }: FormOptions): Hono {
  const app = new Hono();
  app.post('/leads', async (context) => {
    const { name, phone, submission_id } = await context.req.parseBody<Record<string, string>>();
    try {
      // The key makes one lead of a double click, and of a browser that submits again. A form without an id has no key:
      // one that two people share would take the second for a correction of the first.
      const key = submission_id ? `form-${submission_id}` : undefined;
      const { outcome } = (await leadwire.accept({ name, phone: phone ?? '' }, { to: 'dialler', key })).dialler;
      if (outcome?.outcome === 'rejected') {
        const issues = outcome.error?.issues.map(({ path, message }) => `${path} ${message}`).join('; ');
        return context.json({ error: issues || outcome.error?.hint }, 422);
      }
    } catch (error) {
      if (!isLeadwireError(error)) throw error;
      // It is not on record, so the person has to send it again.
      return context.json({ error: 'Please try again.' }, 503);
    }
    onAccepted();
    return context.json({ status: 'received' }, 202);
  });
  return app;
}
