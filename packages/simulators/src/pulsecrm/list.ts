/** How rows of one kind are listed. */
interface Listing<Row> {
  /** The properties that may filter and sort, and that a search covers. */
  readonly names: readonly string[];
  readonly value: (row: Row, name: string) => unknown;
  readonly createdAt: (row: Row) => number;
  readonly view: (row: Row) => unknown;
}

export type Query = Readonly<Record<string, unknown>>;

interface Page {
  readonly data: unknown[];
  readonly totalCount: number;
  readonly totalPages: number;
  readonly currentPage: number;
}

const RESERVED: ReadonlySet<string> = new Set(['page', 'pageSize', 'search', 'sort', 'createdAt']);
const DAY_MS = 86_400_000;
const DEFAULT_SIZE = 10;

/** The page envelope, with search, sorting and filters by any property. */
export function listPage<Row>(rows: Iterable<Row>, query: Query, listing: Listing<Row>): Page {
  const matches = matcher(query, listing);
  const found: Row[] = [];
  for (const row of rows) if (matches(row)) found.push(row);
  sortRows(found, query.sort, listing);
  const size = atLeastOne(query.pageSize, DEFAULT_SIZE);
  const currentPage = atLeastOne(query.page, 1);
  const first = (currentPage - 1) * size;
  return {
    data: found.slice(first, first + size).map(listing.view),
    totalCount: found.length,
    // assumption: an empty list has no page.
    totalPages: Math.ceil(found.length / size),
    currentPage,
  };
}

function atLeastOne(value: unknown, otherwise: number): number {
  const number = Number(value ?? otherwise);
  return Number.isInteger(number) && number >= 1 ? number : otherwise;
}

function matcher<Row>(query: Query, { names, value, createdAt }: Listing<Row>): (row: Row) => boolean {
  const tests: ((row: Row) => boolean)[] = [];
  for (const [name, wanted] of Object.entries(query)) {
    // assumption: a filter matches the whole value with its case; one that names no property is ignored.
    if (RESERVED.has(name) || wanted === undefined || !names.includes(name)) continue;
    tests.push((row) => String(value(row, name) ?? '') === String(wanted));
  }
  if (typeof query.createdAt === 'string') {
    const isWithin = createdWithin(query.createdAt);
    tests.push((row) => isWithin(createdAt(row)));
  }
  if (typeof query.search === 'string') {
    const text = query.search.toLowerCase();
    const holds = (found: unknown) => typeof found === 'string' && found.toLowerCase().includes(text);
    tests.push((row) => names.some((name) => holds(value(row, name))));
  }
  return (row) => tests.every((test) => test(row));
}

/** One day, or two days joined by a comma. */
// assumption: days are those of UTC, and the last one counts.
function createdWithin(days: string): (ms: number) => boolean {
  const [from = '', to = from] = days.split(',');
  const first = Date.parse(from);
  const end = Date.parse(to) + DAY_MS;
  return (ms) => ms >= first && ms < end;
}

function sortRows<Row>(rows: Row[], sort: unknown, { value, createdAt }: Listing<Row>): void {
  // Newest first is the default, and what decides between equals.
  rows.reverse().sort((a, b) => createdAt(b) - createdAt(a));
  if (typeof sort !== 'string' || sort === '' || sort === '-createdAt') return;
  const keys = sort
    .split(',')
    .map((key) => (key.startsWith('-') ? { name: key.slice(1), turn: -1 } : { name: key, turn: 1 }));
  rows.sort((a, b) => {
    for (const { name, turn } of keys) {
      const order = compare(value(a, name), value(b, name));
      if (order !== 0) return order * turn;
    }
    return 0;
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
