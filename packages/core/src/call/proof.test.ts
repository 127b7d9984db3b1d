import { describe, expect, test } from 'vitest';
import { type Answer, body, json, replies, standIn } from '../testing.ts';

const requiresId = {
  safeParse(value: unknown) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject && 'id' in value && typeof value.id === 'string' && value.id.trim() !== '') return { success: true };
    if (isObject && 'id' in value && typeof value.id === 'number' && value.id > 0) return { success: true };
    const path = isObject ? ['id'] : [];
    return { success: false, error: { issues: [{ code: 'invalid_type', path, message: 'is required' }] } };
  },
};
const clientOf = (answer: Answer) =>
  standIn({
    fetch: replies(answer),
    resultSchemas: { 'things.create': requiresId, 'things.list': requiresId, 'things.update': requiresId },
  });

describe('certain needs proof', () => {
  test.each<[string, Answer]>([
    ['another object', json(200, { status: 'ok' })],
    ['a failure in words', json(200, { success: false })],
    ['an array', json(200, [])],
    ['null', json(201, null)],
    ['an empty id', json(201, { id: '' })],
    ['a blank id under data', json(201, { data: { id: ' ' } })],
    ['an id that is no id', json(201, { id: {} })],
    ['the 0 of a failed insert', json(200, { id: 0 })],
    ['false for an id', json(200, { id: false })],
    ['no body', body(204)],
  ])('a 2xx to a create without the id that the spec requires is probable, with drift: %s', async (_, answer) => {
    const made = await clientOf(answer).things.create({ name: 'Jane' }).withMeta();
    expect(made?.meta).toMatchObject({
      certainty: 'probable',
      replayed: false,
      drift: [{ expected: expect.any(String) }],
    });
  });

  test('a 2xx that shows another phone than the one that was sent is probable, with drift', async () => {
    const place = (answer: object) =>
      standIn({ fetch: replies(json(201, answer)) })
        .calls.place({ to: '+14155552671' })
        .withMeta();
    expect((await place({ id: 'c1', to: '+442071838750' }))?.meta).toMatchObject({
      certainty: 'probable',
      drift: [{ path: 'to', got: 'another phone' }],
    });
    for (const to of ['(415) 555-2671', '14155552671', '+1******71', 'sip:office', undefined, null])
      expect((await place({ data: { id: 'c1', to } }))?.meta).toMatchObject({ certainty: 'certain', drift: [] });
  });

  test('one with the id is certain', async () => {
    const made = await clientOf(json(201, { id: 7 }))
      .things.create({ name: 'Jane' })
      .withMeta();
    expect(made).toMatchObject({ value: { id: 7 }, meta: { certainty: 'certain' } });
  });

  test('an update without an id is certain: nothing was to be made', async () => {
    const changed = await clientOf(json(200, { status: 'ok' }))
      .things.update('1', { name: 'Jane' })
      .withMeta();
    expect(changed).toMatchObject({ meta: { certainty: 'certain' } });
  });
});

test('a 204 to a list is drift, and an error under strict', async () => {
  const { meta } = await clientOf(body(204)).things.list().withMeta();
  expect(meta.drift).toEqual([{ path: '', expected: 'a body', got: 'nothing' }]);
  expect(await clientOf(body(204)).things.list({}, { strict: true }).safe()).toMatchObject({
    ok: false,
    error: { kind: 'unreadable-response', issues: [{ code: 'drift' }] },
  });
});
