import type { WhatsAppSession } from '@leadwire/generated-autocalls';
import { coded, ok } from './answers.ts';
import { toE164 } from './phone.ts';
import { offsetTime } from './times.ts';
import { type Area, createSequence, type World } from './world.ts';

/** A message that was sent. */
export interface WhatsAppMessage {
  readonly id: number;
  readonly sender_id: number;
  readonly recipient_phone: string;
  /** The id of the template, the text, or the address of the file. */
  readonly content: number | string;
}

export interface WhatsApp extends Area {
  readonly messages: readonly WhatsAppMessage[];
  /** The person writes to a sender, which opens the window for free text for 24 hours. */
  customerWrites(from: { readonly sender_id: number; readonly phone: string; readonly name?: string }): void;
}

interface Window {
  readonly conversationId: number;
  /** Undefined where only we have written. */
  lastWroteAt: number | undefined;
  name: string | null;
}

const WINDOW_MS = 86_400_000;
/** assumption: US dollars a message; the vendor's prices are not in its API pages. */
const MESSAGE_PRICE = 0.01;

// assumption: an account with one sender that works, one that is offline, and three templates, one in each state.
const SENDERS = [
  { id: 1, phone_number: '+14155552670', display_name: 'Example Shop', status: 'online' },
  { id: 2, phone_number: '+14155552669', display_name: 'Example Office', status: 'offline' },
] as const;
const TEMPLATES = [
  { id: 10, name: 'appointment', status: 'approved' },
  { id: 11, name: 'newsletter', status: 'pending' },
  { id: 12, name: 'lottery', status: 'rejected' },
] as const;

export function createWhatsApp(world: World): WhatsApp {
  const windows = new Map<string, Window>();
  const conversations = createSequence();
  const ids = createSequence();
  const messages: WhatsAppMessage[] = [];

  const senderOf = (id: number) => SENDERS.find((sender) => sender.id === id);
  const noSender = () => coded(404, 'SENDER_NOT_FOUND', 'Sender not found.');
  const offline = (status: number) => coded(status, 'SENDER_OFFLINE', 'The sender is offline.');
  const wrongPhone = () => coded(422, 'INVALID_PHONE', 'Invalid phone number.');
  const poor = () => coded(402, 'INSUFFICIENT_BALANCE', 'Insufficient balance. Please top up your account.');

  const windowOf = (senderId: number, phone: string) => {
    const key = `${senderId} ${phone}`;
    const known = windows.get(key);
    if (known !== undefined) return known;
    const made: Window = { conversationId: conversations.next(), lastWroteAt: undefined, name: null };
    windows.set(key, made);
    return made;
  };

  const session = (window: Window | undefined): WhatsAppSession => {
    const endsAt = window?.lastWroteAt === undefined ? undefined : window.lastWroteAt + WINDOW_MS;
    const leftMs = endsAt === undefined ? 0 : endsAt - world.context.now();
    const isOpen = leftMs > 0;
    return {
      is_open: isOpen,
      can_send_freeform: isOpen,
      requires_template: !isOpen,
      message: isOpen ? 'The session is open.' : 'The session is closed. Send a template.',
      ...(isOpen && { minutes_remaining: Math.floor(leftMs / 60_000) }),
      ...(endsAt !== undefined && { [isOpen ? 'expires_at' : 'expired_at']: offsetTime(endsAt) }),
    };
  };

  const send = (operationId: string, senderId: number, phone: string, content: number | string) => {
    world.balance -= MESSAGE_PRICE;
    const id = ids.next();
    messages.push({ id, sender_id: senderId, recipient_phone: phone, content });
    world.record(operationId, 'sent', 'whatsappMessage', id);
    return {
      success: true,
      conversation_id: windowOf(senderId, phone).conversationId,
      message_id: id,
      whatsapp_message_id: id,
      message_sid: `MM${world.context.random.hex(32)}`,
    };
  };

  return {
    messages,
    customerWrites({ sender_id, phone, name }) {
      const window = windowOf(sender_id, phone);
      window.lastWroteAt = world.context.now();
      window.name = name ?? window.name;
    },
    handlers: {
      'whatsapp.listSenders'({ query }) {
        const shown = SENDERS.filter(({ status }) => query.status === 'all' || status === (query.status ?? 'online'));
        const rest = {
          quality_rating: 'GREEN',
          messaging_limit: null,
          messaging_limit_formatted: 'Unlimited',
          voice_calling_enabled: false,
        };
        return ok({ data: shown.map((sender) => ({ ...sender, ...rest })) });
      },
      'whatsapp.listTemplates'({ params, query }) {
        if (senderOf(Number(params.senderId)) === undefined) return noSender();
        const shown = TEMPLATES.filter(
          ({ status }) => query.status === 'all' || status === (query.status ?? 'approved'),
        );
        const rest = {
          language: 'en',
          category: 'utility',
          body_text: 'Hello {{1}}.',
          variables: ['1'],
          has_variables: true,
        };
        return ok({ data: shown.map((template) => ({ ...template, ...rest })) });
      },
      'whatsapp.sendTemplate'({ body, operationId }) {
        const sender = senderOf(body.sender_id);
        if (sender === undefined) return noSender();
        const template = TEMPLATES.find(({ id }) => id === body.template_id);
        if (template === undefined) return coded(404, 'TEMPLATE_NOT_FOUND', 'Template not found.');
        if (sender.status === 'offline') return offline(422);
        if (template.status !== 'approved') {
          return coded(422, 'TEMPLATE_NOT_APPROVED', 'The template is not approved.');
        }
        const phone = toE164(body.recipient_phone);
        if (phone === undefined) return wrongPhone();
        if (world.balance < MESSAGE_PRICE) return poor();
        return ok({ ...send(operationId, sender.id, phone, template.id), status: 'queued' });
      },
      'whatsapp.sendFreeform'({ body, operationId }) {
        const sender = senderOf(body.sender_id);
        if (sender === undefined) return noSender();
        const phone = toE164(body.recipient_phone);
        if (phone === undefined) return wrongPhone();
        // The same code comes with 422 on templates.
        if (sender.status === 'offline') return offline(503);
        const state = session(windows.get(`${sender.id} ${phone}`));
        if (state.is_open !== true) {
          const more = { session_status: state };
          return coded(403, 'SESSION_EXPIRED', 'The 24-hour window is closed. Send a template.', more);
        }
        if (world.balance < MESSAGE_PRICE) return poor();
        return ok({
          ...send(operationId, sender.id, phone, 'media_url' in body ? body.media_url : body.message),
          session_status: state,
        });
      },
      'whatsapp.sessionStatus'({ query }) {
        if (senderOf(query.sender_id) === undefined) return noSender();
        const window = windows.get(`${query.sender_id} ${toE164(query.recipient_phone) ?? ''}`);
        return ok({
          success: true,
          has_conversation: window !== undefined,
          ...(window !== undefined && { conversation_id: window.conversationId, customer_name: window.name }),
          ...(window?.lastWroteAt !== undefined && { last_customer_message_at: offsetTime(window.lastWroteAt) }),
          session_status: session(window),
        });
      },
    },
    reset() {
      windows.clear();
      conversations.reset();
      ids.reset();
      messages.length = 0;
    },
  };
}
