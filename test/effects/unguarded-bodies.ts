import type { FieldCondition } from '@leadwire/core/provider';
import type { OperationUnderTest } from './every-operation.ts';

/** Values for fields that a plain text does not fit. */
const VALUES: Readonly<Record<string, unknown>> = {
  filter: { status: 'New' },
  actions: [{ type: 'ACTION_1001', fields: { note: 'Site visit' } }],
  campaign_id: 2,
  teamId: 3,
  action: 'approve',
  status: 'approved',
  currentPosition: 0,
  flow: { trigger: { name: 'trigger' }, steps: [] },
};

/** Fields that may not stand beside the one that makes a body unguarded. */
const EXCLUDES: Readonly<Record<string, readonly string[]>> = { notes_append: ['notes'], filter: ['ids'] };

/** For each condition that makes a body unrepeatable: a body that meets it, made from the spec's own example. */
export function unguardedBodies({ examples, meta }: OperationUnderTest): { when: string; sent: unknown }[] {
  return (meta.unguardedWhen ?? []).map((all) => {
    const sent = Object.entries(all).reduce<unknown>(
      (body, [path, condition]) => meet(body, path.split('.'), condition),
      examples.bodies[0] ?? {},
    );
    return { when: Object.keys(all).join(' and '), sent };
  });
}

function meet(value: unknown, [step = '', ...rest]: readonly string[], condition: FieldCondition): unknown {
  const name = step.replace('[]', '');
  const holder = Object.fromEntries(
    Object.entries(value as object).filter(([key]) => !EXCLUDES[name]?.includes(key)),
  ) as Record<string, unknown>;
  if (rest.length > 0) {
    const inner = holder[name];
    return {
      ...holder,
      [name]: Array.isArray(inner)
        ? inner.map((item) => meet(item, rest, condition))
        : meet(inner ?? {}, rest, condition),
    };
  }
  if (condition.orAbsent || condition.present === false) {
    const { [name]: _, ...without } = holder;
    return without;
  }
  return { ...holder, [name]: condition.equals ?? VALUES[name] ?? 'text' };
}
