import { openLeadwire } from '../../../leadwire';

export const runtime = 'nodejs';
export const maxDuration = 60;

/** Called every minute, on Vercel by `crons` of vercel.json: sends what was accepted, and what an earlier call left open. */
export async function GET(request: Request): Promise<Response> {
  if (request.headers.get('authorization') !== `Bearer ${process.env.CRON_SECRET}`)
    return new Response(null, { status: 401 });
  // It stops in good order before the platform ends it; the rest is sent by the next call.
  const { crm } = await openLeadwire().deliver({ signal: AbortSignal.timeout(50_000) });
  return Response.json(crm);
}
