import { deliveryKeyOf } from '@leadwire/core/webhooks';
import type { TopcallsEvent } from './events.ts';

/**
 * One text by which repeats of a delivery are folded, since deliveries come at least once: the call's id and the event. Holds no personal data.
 * @returns undefined where nothing tells a repeat from a new event: campaigns and leads, whose bodies are not documented, and unknown ones
 * @example
 * const key = deliveryKey(event)
 * if (key !== undefined && (await seen(key))) return
 */
export function deliveryKey(event: TopcallsEvent): string | undefined {
  switch (event.type) {
    case 'call.completed':
    case 'call.queued':
    case 'call.started':
    case 'call.failed':
    case 'call.transferred':
      return deliveryKeyOf('topcalls', event.name, event.data.call_id);
    default:
      return undefined;
  }
}
