import { cellText, phoneText } from '../cells/cell.ts';
import { isDigitsAlone } from '../cells/phone.ts';
import type { Sample } from '../columns/choose-contact.ts';
import { isCancelledColumn, isDoNotCallPhrase, refusalsIn } from '../columns/do-not-call.ts';
import { flag, listColumns } from '../columns/find-column.ts';
import type { Doubt, ReadOptions } from '../options.ts';
import type { RowPlan } from './row-reader.ts';
import { ruleFor } from './skip-rules.ts';

/** Rows that say that a person is not to be called. */
export function doNotCallDoubt({ rows }: Sample, plan: RowPlan, { skipDoNotCall }: ReadOptions): Doubt | undefined {
  if (skipDoNotCall === true) return undefined;
  const { header, doNotCall, skip } = plan;
  const found = new Map<string, { readonly column: string; readonly isFreeText: boolean }>();
  let count = 0;
  for (const cells of rows) {
    const indexes = ruleFor(cells, skip) === undefined ? refusalsIn(cells, doNotCall) : [];
    if (indexes.length > 0) count++;
    for (const index of indexes) {
      const column = header[index] ?? '';
      const isFreeText = doNotCall.others.includes(index) && !isDoNotCallPhrase(cells[index]);
      found.set(`${column}=${cellText(cells[index])}`, { column, isFreeText });
    }
  }
  if (count === 0) return undefined;
  const rules = [...found.keys()];
  const isSaid =
    rules.length <= 10 && rules.every((rule) => rule.length <= 160 && found.get(rule)?.isFreeText === false);
  const leaveOut = isSaid
    ? { flag: rules.map((rule) => flag('--skip', rule)).join(' '), options: { skip: rules } }
    : { flag: '--skip-do-not-call', options: { skipDoNotCall: true } };
  const columns = [...new Set([...found.values()].map(({ column }) => column))];
  return {
    kind: 'do-not-call',
    columns,
    question: doNotCallQuestion(columns, count),
    stopsPipe: true,
    answers: [
      { label: 'leave them out', ...leaveOut },
      { label: 'send them all the same', flag: '--ignore-do-not-call', options: { ignoreDoNotCall: true } },
    ],
  };
}

function doNotCallQuestion(columns: readonly string[], count: number): string {
  const say = columns.length === 1 ? 'says' : 'say';
  const where = count === 1 ? 'one of the first rows' : `${count} of the first rows`;
  const what = columns.every(isCancelledColumn) ? 'has cancelled' : 'is not to be called';
  return `${listColumns(columns)} ${say} in ${where} that the person ${what}. Leave such rows out?`;
}

/** Digits without `+` that are two numbers, one at home and one abroad, and what the rest of the column says. */
export function phonesDoubt({ rows }: Sample, plan: RowPlan, { phones }: ReadOptions): Doubt | undefined {
  if (phones !== undefined) return undefined;
  const texts = rows
    .flatMap((cells) => plan.phoneColumns.map((index) => phoneText(cells[index])))
    .filter(isDigitsAlone);
  const abroad = texts.filter((text) => isInternational(text, plan)).length;
  if (plan.country === undefined && plan.countryColumn === undefined)
    return abroad * 2 > texts.length ? withoutCountry(plan, abroad) : undefined;
  const ambiguous = texts.filter((text) => readingOf(text, plan) === 'ambiguous').length;
  if (ambiguous === 0) return undefined;
  const isMostlyInternational = abroad * 2 > texts.length;
  const home = plan.country ?? 'the default country';
  const answers = [
    {
      label: 'international, without the +',
      flag: '--phones international',
      options: { phones: 'international' as const },
    },
    { label: `national numbers of ${home}`, flag: '--phones national', options: { phones: 'national' as const } },
  ];
  const count = ambiguous === 1 ? 'One number' : `${ambiguous} numbers`;
  const rest = isMostlyInternational ? ' Most of the numbers without + or 0 in front are international.' : '';
  return {
    kind: 'phones',
    columns: plan.phoneColumns.map((index) => plan.header[index] ?? ''),
    question: `${count} among the first rows can be read as ${home} or as a number abroad that lost its +.${rest} How are they meant?`,
    stopsPipe: false,
    answers: isMostlyInternational ? answers : answers.toReversed(),
  };
}

/** No country is named, and most numbers are whole ones that lost their plus. */
const withoutCountry = ({ header, phoneColumns }: RowPlan, count: number): Doubt => ({
  kind: 'phones',
  columns: phoneColumns.map((index) => header[index] ?? ''),
  question: `${count === 1 ? 'One number' : `${count} numbers`} among the first rows can be read with + in front as international ones, and no country is named. Are they meant so?`,
  stopsPipe: false,
  answers: [
    { label: 'international, without the +', flag: '--phones international', options: { phones: 'international' } },
  ],
});

function readingOf(text: string, { readPhone, country }: RowPlan): 'ambiguous' | string {
  const read = readPhone(text, country);
  if (read === 'ambiguous-number') return 'ambiguous';
  return typeof read === 'string' ? '' : read.e164;
}

/** With `+` in front it is a number that exists, and nothing says that it is one at home. */
function isInternational(text: string, plan: RowPlan): boolean {
  const written = `+${text.replace(/\D/g, '')}`;
  const abroad = plan.readPhone(written, undefined);
  if (typeof abroad === 'string' || !abroad.valid) return false;
  return ['ambiguous', '', written].includes(readingOf(text, plan));
}
