import { loadPhoneMetadata } from '@leadwire/core/phone';
import { createCountryReader } from '../cells/country.ts';
import { createPhoneReader } from '../cells/phone.ts';
import type { Sample } from '../columns/choose-contact.ts';
import { findAreaCodeColumn } from '../columns/country-column.ts';
import { doNotCallColumns } from '../columns/do-not-call.ts';
import { findColumn, flag, listColumns, lookUpColumn, shortName } from '../columns/find-column.ts';
import type { Mapping } from '../columns/mapping.ts';
import { planColumns } from '../columns/plan-columns.ts';
import { wordsOf } from '../columns/words-of.ts';
import type { FileColumn, OpenedFile } from '../opened-file.ts';
import type { Answer, Doubt, ReadOptions } from '../options.ts';
import { recogniseProfile } from '../profiles/built-in.ts';
import type { OpenedTable } from '../tables/open-table.ts';
import { chooseCountryColumn } from './choose-country.ts';
import { createLeadReader } from './lead-reader.ts';
import { doNotCallDoubt, phonesDoubt } from './row-doubts.ts';
import type { RowPlan } from './row-reader.ts';
import { parseSkipRules } from './skip-rules.ts';

export interface FilePlan extends Pick<OpenedFile, 'columns' | 'uses' | 'profile' | 'isReport' | 'doubts'> {
  readonly rows: RowPlan;
}

/** What a report of the command begins with; the columns of the file that it is about come behind them. */
const REPORT_COLUMNS = ['row', 'outcome', 'id', 'reason', 'phone_used'];

/** Decides how every cell of a file is read, and what has to be asked before. */
export async function planFile(table: OpenedTable, mapping: Mapping, options: ReadOptions): Promise<FilePlan> {
  const { header } = table;
  const isReport = REPORT_COLUMNS.slice(0, 4).every((name, index) => header[index] === name);
  const ignored = new Set(
    isReport ? REPORT_COLUMNS.flatMap((name, index) => (header[index] === name ? [index] : [])) : [],
  );
  if (isReport)
    options.onNotice?.(
      `The file is a report of an earlier run: its columns ${listColumns(REPORT_COLUMNS)} are not read.`,
    );
  const known = recogniseProfile(header);
  const readPhone = createPhoneReader(options.phones);
  const sample: Sample = {
    header,
    rows: table.sample.filter(({ fault }) => fault === undefined).map(({ cells }) => cells),
    rare: table.rare,
    ignored,
    isPhone: (text) => {
      const read = readPhone(text, options.country);
      return typeof read === 'string' ? read === 'needs-country' || read === 'ambiguous-number' : read.valid;
    },
  };
  const { uses, passedOver, doubts } = planColumns(sample, mapping, known?.columns ?? new Map());
  const used = new Set(uses.flatMap(({ indexes }) => indexes));
  const phoneColumns = uses.find(({ destination }) => destination === 'phone')?.indexes ?? [];
  const readCountry = createCountryReader(await loadPhoneMetadata('max'));
  const country = chooseCountryColumn(
    { sample, phoneColumns, readCountry, readPhone, taken: used },
    options,
    known?.profile.countryColumn,
  );
  const registryFlags = (known?.profile.registryFlags ?? []).flatMap((name) => lookUpColumn(header, name) ?? []);
  const doNotCall = doNotCallColumns(header, { registryFlags, phoneColumns });
  const rows: RowPlan = {
    header,
    phoneColumns,
    country: options.country,
    countryColumn: country.index,
    testColumns: header.flatMap((name, index) =>
      /^(is ?)?test ?lead$|^is ?test$/.test(wordsOf(name).join(' ')) ? [index] : [],
    ),
    labelColumns: labelColumns(header, phoneColumns),
    areaColumn: findAreaCodeColumn(header),
    keyColumn: options.key === undefined ? undefined : findColumn(header, options.key),
    skip: parseSkipRules(options.skip ?? [], header),
    doNotCall: options.ignoreDoNotCall ? { named: [], others: [], consent: [] } : doNotCall,
    registryFlags,
    edits: options.edits ?? new Map(),
    readPhone,
    readAtHome: createPhoneReader('national'),
    readCountry,
    toLead: createLeadReader(uses),
  };
  const asked = [doNotCallDoubt(sample, rows, options), phonesDoubt(sample, rows, options)];
  return {
    columns: header.map((name, index): FileColumn => {
      const filled = uses.filter(({ indexes }) => indexes.includes(index));
      const extra: FileColumn['uses'] = [
        ...(index === country.index ? (['country'] as const) : []),
        ...(index === rows.areaColumn ? (['area-code'] as const) : []),
        ...(doNotCall.named.includes(index) ? (['do-not-call'] as const) : []),
        ...(index === rows.keyColumn ? (['key'] as const) : []),
      ];
      const whyExtra = extra.length > 0 ? 'name' : undefined;
      return {
        name,
        index,
        uses: [...filled.map(({ destination }) => destination), ...extra],
        why: filled[0]?.why ?? (index === country.index ? country.why : whyExtra),
        passedOverFor: passedOver.find((passed) => passed.index === index)?.destination,
      };
    }),
    uses,
    profile: known?.profile.name,
    isReport,
    doubts: [
      ...doubts.map((doubt) => withSheets(doubt, table.otherSheets ?? [])),
      ...[country.doubt, ...asked].filter((doubt) => doubt !== undefined),
    ],
    rows,
  };
}

/** A sheet without a phone may be instructions or a cover, and the leads stand in another one. */
function withSheets(doubt: Doubt, sheets: readonly string[]): Doubt {
  if (doubt.kind !== 'phone-column' || doubt.columns.length > 0 || sheets.length === 0) return doubt;
  const answers = sheets.map(
    (sheet): Answer => ({ label: `sheet ${shortName(sheet)}`, flag: flag('--sheet', sheet), options: { sheet } }),
  );
  return {
    ...doubt,
    question: `${doubt.question} Or is it in another sheet?`,
    answers: [...doubt.answers, ...answers],
  };
}

/** `Phone 1 - Label` says what stands in `Phone 1 - Value`: a mobile phone, or a fax. */
function labelColumns(header: readonly string[], phoneColumns: readonly number[]): ReadonlyMap<number, number> {
  const labels = phoneColumns.flatMap((index) => {
    const [, name] = /^(.* - )Value$/i.exec(header[index] ?? '') ?? [];
    const label =
      name === undefined ? -1 : header.findIndex((each) => each === `${name}Label` || each === `${name}Type`);
    return label === -1 ? [] : [[index, label] as const];
  });
  return new Map(labels);
}
