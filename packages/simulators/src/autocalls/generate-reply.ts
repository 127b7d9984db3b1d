import type { Reply } from '../framework/provider.ts';
import { coded, ok } from './answers.ts';
import type { Assistants } from './assistants.ts';
import type { Conversations } from './conversations.ts';
import type { Area, World } from './world.ts';

const REQUESTS_A_WINDOW = 5;
const WINDOW_MS = 60_000;

/** assumption: the header goes with the body; the vendor shows the body only. */
export const tooMany = (seconds: number): Reply => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { message: 'Too Many Attempts.', retry_after: seconds },
});

/** One reply for a channel of the caller's own; five requests a minute for each token. */
export function createGenerateReply(world: World, assistants: Assistants, conversations: Conversations): Area {
  const windows = new Map<string, { readonly startedAt: number; count: number }>();

  // assumption: the minute starts with the first request, as Laravel counts; every request counts, refused ones too.
  const limit = (token: string): Reply | undefined => {
    const now = world.context.now();
    const window = windows.get(token);
    if (window === undefined || now >= window.startedAt + WINDOW_MS) {
      windows.set(token, { startedAt: now, count: 1 });
      return undefined;
    }
    window.count += 1;
    if (window.count <= REQUESTS_A_WINDOW) return undefined;
    return tooMany(Math.ceil((window.startedAt + WINDOW_MS - now) / 1000));
  };

  return {
    handlers: {
      'ai.generateReply'({ body, token, operationId }) {
        const limited = limit(token);
        if (limited !== undefined) return limited;
        const assistant = assistants.rows.get(body.assistant_id);
        if (assistant === undefined) return coded(404, 'ASSISTANT_NOT_FOUND', 'Assistant not found.');
        if (world.balance <= 0) return coded(402, 'INSUFFICIENT_BALANCE', 'Insufficient balance.');
        const customer = body.customer_identifier;
        const row =
          conversations.find((each) => each.assistant === assistant && each.customer === customer) ??
          conversations.open(operationId, { assistant, type: 'api', customer, variables: undefined });
        row.variables = { ...row.variables, ...body.variables };
        return ok({
          success: true,
          conversation_id: row.id,
          customer_identifier: customer,
          reply: conversations.say(operationId, row, body.message),
          function_calls: [],
          ai_disabled: !row.isAiEnabled,
        });
      },
    },
    reset: () => windows.clear(),
  };
}
