/** How an action type is written: bare (`1001`) in the Sync API, `ACTION_1001` in the queue and in definitions. */
export type ActionTypeForm = 'bare' | 'prefixed';

/** A custom action type in the form asked for; built-in types (`PAYMENT`, `OUTGOING_CALL`) are left as they are. */
export function writeActionType(type: unknown, form: ActionTypeForm): unknown {
  const code = /^(?:ACTION_)?(\d+)$/.exec(String(type))?.[1];
  if (code === undefined) return type;
  return form === 'bare' ? code : `ACTION_${code}`;
}

/** Every action of a list, with its type in one form. */
export function writeActions(actions: unknown, form: ActionTypeForm): unknown {
  if (!Array.isArray(actions)) return actions;
  return actions.map((action) => writeAction(action, form));
}

export function writeAction(action: unknown, form: ActionTypeForm): unknown {
  if (typeof action !== 'object' || action === null || !('type' in action)) return action;
  const { amount } = action as { amount?: unknown };
  return {
    ...action,
    type: writeActionType(action.type, form),
    ...(typeof amount === 'number' && { amount: String(amount) }),
  };
}
