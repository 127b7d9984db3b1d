import { type Command, InvalidArgumentError, Option } from 'commander';
import { DESTINATION_FLAGS, DESTINATION_NAMES, DESTINATIONS } from '../destinations.ts';
import type { ExitCode, Io } from '../io.ts';

/** Makes the action of a command from what loads its code, so that only the command that is run is loaded. Its exit code is that of the process. */
export type Act = <Given extends readonly unknown[]>(
  load: () => Promise<(...given: [...Given, Io]) => Promise<ExitCode>>,
) => (...given: [...Given, Command]) => Promise<void>;

/** Options of every command that reads a file of leads. */
export function withFileOptions(command: Command): Command {
  return command
    .option(
      '--map <field=column>',
      'which column fills which field of the lead: phone=Mobile, "phone=Mobile,Work Phone" (the first usable), fields.budget=Budget, "fields.*" (all others); repeatable',
      collect,
    )
    .option('--country <code>', 'country of phone numbers written without + (IN, US, DE)')
    .option('--key <column>', 'column that identifies a row across runs (default: the phone)')
    .option('--country-column <column>', 'column that holds the country of each row (default: guessed)')
    .addOption(
      new Option(
        '--phones <how>',
        'how digits without + are meant: with the country code (international) or without',
      ).choices(['national', 'international']),
    )
    .option('--skip <column=value>', 'leave out rows with this value: DoNotCall=1; repeatable', collect)
    .option(
      '--skip-do-not-call',
      'leave out rows that say "do not call", "wrong number" or that the person has cancelled',
    )
    .option('--ignore-do-not-call', 'send those rows, too')
    .option('--skip-lines <number>', 'lines above the header (default: detected)', wholeNumber)
    .option('--sheet <name>', 'sheet of a workbook (default: detected)')
    .option('--profile <file>', 'mapping, country, skip rules and destination that --save-profile wrote')
    .option('--encoding <name>', 'character encoding of the file (default: detected)')
    .option('--delimiter <character>', 'separator of a CSV file (default: detected in the header)', oneCharacter);
}

/** Commands to copy, at the end of a help text. */
export const examples = (...commands: readonly string[]): string =>
  `\nExamples:\n${commands.map((command) => `  leadwire ${command}`).join('\n')}`;

/** The end of the help of a command that reaches a provider. */
export function credentialsAndExamples(...commands: readonly string[]): string {
  const width = Math.max(...DESTINATION_NAMES.map((name) => name.length));
  const lines = DESTINATION_NAMES.map((name) => {
    const { ids, secrets } = DESTINATIONS[name].credentials;
    const alternatives = secrets.map((set) => set.map(({ variable }) => variable).join(' with '));
    return `  ${name.padEnd(width)}  ${[...ids.map(({ variable }) => variable), alternatives.join(', or ')].join(', ')}`;
  });
  return `\nCredentials, read from the environment:\n${lines.join('\n')}\n${examples(...commands)}`;
}

export const FILE = 'CSV, Excel (.xlsx), NDJSON or JSON; - for standard input';

export const toOption = (): Option => new Option('--to <destination>', 'where the leads go').choices(DESTINATION_NAMES);

/** Options of a command about an import of the past: what tells apart destinations that one file was imported to. */
export const withRecordOptions = (command: Command): Command =>
  withPlaceOptions(
    command
      .option('--ledger <file>', 'the ledger, where the import was given one')
      .addOption(jsonOption())
      .addOption(toOption()),
  ).addOption(accountOption());

/** Options of the commands that send a file. */
export const withImportOptions = (command: Command): Command =>
  withDestinationOptions(withFileOptions(command.addOption(toOption())))
    .addOption(accountOption())
    .option('--import-id <text>', 'treat this as a separate import: rows sent under another id are sent again')
    .option('--rejected <file>', 'write the rejected rows to a CSV file, to correct and send again')
    .addOption(onExistingOption())
    .option('--yes', 'skip the confirmation, also where many phone numbers look wrong')
    .option('--limit <number>', 'send only the first N leads, as a trial', between(1, 1_000_000_000))
    .option('--only <rows>', 'send these rows of the file only: 2-6', rowRange)
    .addOption(jsonOption());

export const onExistingOption = (): Option =>
  new Option('--on-existing <what>', 'whether a lead that exists already is kept as it is or updated')
    .choices(['keep', 'update'])
    .default('keep');

export const SCHEMA = 'schema of the ledger in the database (default: leadwire)';

/** The database of a queue. */
export const withQueueOptions = (
  command: Command,
  description = 'PostgreSQL: postgres://user:password@host:5432/database (default: DATABASE_URL)',
): Command => command.option('--database-url <address>', description).option('--schema <name>', SCHEMA);

/** Options that say where leads go. */
export const withDestinationOptions = (command: Command): Command =>
  withPlaceOptions(command)
    .option('--base-url <address>', "address to use instead of the provider's own: a simulator, a white-label host")
    .option('--allow-insecure-http', 'allow a --base-url with plain http on another machine');

/** The list, campaign or team of each destination. */
function withPlaceOptions(command: Command): Command {
  for (const { flag, text, value } of Object.values(DESTINATION_FLAGS)) {
    const option = new Option(flag, text);
    if (value === 'uuid') option.argParser(uuid);
    if (value === 'number') option.argParser(numericId);
    command.addOption(option);
  }
  return command;
}

export const accountOption = (): Option =>
  new Option('--account <name>', 'name of the account at the provider (default: LEADWIRE_ACCOUNT, or "default")');

export const jsonOption = (): Option => new Option('--json', 'print one JSON object per line, and a summary last');

export function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function numericId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number above 0, as the dashboard shows it.');
}

function uuid(text: string): string {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return text;
  throw new InvalidArgumentError('It must be a UUID, as the dashboard shows it: 3c90c3cc-0d44-4b50-8888-8dd25736052a.');
}

/** Requests a second, or `off`. */
export function rate(text: string): number | 'off' {
  if (text === 'off') return 'off';
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It must be a number above 0 (requests a second), or "off".');
}

export function share(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('It must be from 0 to 1.');
}

export function between(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = wholeNumber(text);
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be from ${least} to ${most}.`);
  };
}

export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `5`, or `1-5`. */
function rowRange(text: string): { readonly from: number; readonly to: number } {
  const range = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  const from = Number(range?.[1]);
  const to = Number(range?.[2] ?? range?.[1]);
  if (range !== null && from <= to) return { from, to };
  throw new InvalidArgumentError('It must be a row number or a range: 2-6. The header is row 1.');
}

export function notBefore(text: string): number {
  const at = parseNotBefore(text, Date.now());
  if (at !== undefined) return at;
  throw new InvalidArgumentError('It must be a time of today, 09:00, or a date, 2026-05-01T09:00.');
}

/**
 * The moment that `--not-before` names: a whole date, or `09:00` of today; where that is over for more than half a day, of tomorrow,
 * so that a run in the evening waits for the morning.
 * @returns milliseconds since the epoch; undefined where it cannot be read
 */
export function parseNotBefore(text: string, now: number): number | undefined {
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (time === null) {
    const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  }
  const at = new Date(now);
  at.setHours(Number(time[1]), Number(time[2]), 0, 0);
  if (now - at.getTime() > HALF_A_DAY_MS) at.setDate(at.getDate() + 1);
  return at.getTime();
}

const HALF_A_DAY_MS = 12 * 3_600_000;

function oneCharacter(text: string): string {
  const character = text === '\\t' || text === 'tab' ? '\t' : text;
  if (character.length === 1 && !/["\r\n]/.test(character)) return character;
  throw new InvalidArgumentError('It must be one character, no quote and no line end, or "tab".');
}
