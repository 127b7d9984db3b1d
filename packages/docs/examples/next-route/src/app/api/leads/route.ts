import { openLeadwire } from '../../../leadwire';

export const runtime = 'nodejs';

/** Records the lead and answers; `/api/deliver` sends it. */
export async function POST(request: Request): Promise<Response> {
  const { email, id, name, phone } = (await request.json()) as Record<string, string>;
  const lead = { name, phone: phone ?? '', email };
  // A form without an id has no key: one that two people share would take the second for a correction of the first.
  const { crm } = await openLeadwire().accept(lead, { to: 'crm', key: id ? `form-${id}` : undefined });
  if (crm.outcome?.outcome !== 'rejected') return Response.json({ status: 'received' }, { status: 202 });
  const { error } = crm.outcome;
  const issues = error?.issues.map(({ path, message }) => `${path} ${message}`).join('; ');
  return Response.json({ error: issues || error?.hint }, { status: 422 });
}
