import { openLeadwire } from '../../../leadwire.ts';

export const runtime = 'nodejs';

/** Records the lead and answers; `/api/deliver` sends it. */
export async function POST(request: Request): Promise<Response> {
  const { email, id, name, phone } = (await request.json()) as Record<string, string>;
  const lead = { name, phone: phone ?? '', email };
  const { crm } = await openLeadwire().accept(lead, { to: 'crm', key: `form-${id}` });
  if (crm.outcome?.outcome !== 'rejected') return Response.json({ status: 'received' }, { status: 202 });
  return Response.json({ error: crm.outcome.error?.hint }, { status: 422 });
}
