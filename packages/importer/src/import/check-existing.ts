import type { LeadTarget } from '@leadwire/core';
import { arrived, ok } from '@leadwire/core/provider';

/**
 * Looks each phone up before its first create, where the destination would create a duplicate. A look-up that failed leaves the row open.
 */
export function withExistingCheck(target: LeadTarget): LeadTarget {
  const find = target.find?.bind(target);
  if (find === undefined) return target;
  return {
    ...target,
    async send(lead, options = {}) {
      const found = await find(lead, { signal: options.signal, deadlineMs: options.deadlineMs });
      if (!found.ok) return found;
      if (found.value === undefined) return target.send(lead, options);
      const { id } = found.value;
      if (options.onExisting === 'update' && id !== undefined && target.update !== undefined)
        return target.update(lead, id, options);
      return ok(arrived('existed', id));
    },
    bulk: undefined,
  };
}
