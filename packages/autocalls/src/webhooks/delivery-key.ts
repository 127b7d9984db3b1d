import { deliveryKeyOf } from '@leadwire/core/webhooks';
import type { AutocallsEvent } from './events.ts';

/**
 * One text by which repeats of a delivery are folded, since deliveries come at least once: a call by its id and status, a chat by
 * its id and end, a message by its id and status, a WhatsApp voice event by its type, chat, and call or end of permission. Holds no personal data.
 * @returns undefined where nothing tells a repeat from a new event: a call coming in, an old delivery without an id, an unknown one
 * @example
 * const key = deliveryKey(event)
 * if (key !== undefined && (await seen(key))) return
 */
export function deliveryKey(event: AutocallsEvent): string | undefined {
  switch (event.type) {
    case 'call.completed':
      return deliveryKeyOf('autocalls', event.type, event.data.id, event.data.status);
    case 'conversation.ended':
      return deliveryKeyOf('autocalls', event.type, event.data.conversation_id, event.data.ended_at);
    case 'message.status':
      return deliveryKeyOf('autocalls', event.type, event.data.whatsapp_message_id, event.data.status);
    case 'whatsapp.voice': {
      const { call_id, conversation_id, expires_at, type } = event.data;
      return deliveryKeyOf('autocalls', event.type, type, conversation_id, call_id ?? expires_at);
    }
    case 'call.inbound':
    case 'unknown':
      return undefined;
    default:
      return event satisfies never;
  }
}
