import TinyQueue from 'tinyqueue';

/** One import of one account. */
export interface ModelImport {
  readonly name: string;
  readonly leads: number;
  /** When it is enqueued, in seconds. */
  readonly at: number;
}

export interface ModelAccount {
  readonly name: string;
  readonly perSecond: number;
  readonly imports: readonly ModelImport[];
}

export interface ModelOptions {
  readonly seed: number;
  readonly accounts: readonly ModelAccount[];
  readonly workers: number;
  /** Batches that one worker has in progress for one account. */
  readonly batchesPerAccount: number;
  readonly batchSize: number;
  /** Share of leads whose request fails and is made again. */
  readonly failureShare: number;
  /** 429s an hour and account: each holds it up, and its pace recovers by steps. */
  readonly refusalsPerHour: number;
  /** How often one worker dies, an hour. */
  readonly deathsPerHour: number;
  /** Until the batches of a dead worker are given out again. */
  readonly takeOverSeconds: number;
  /** Processor time of PostgreSQL and of a worker for one lead, measured. */
  readonly databaseSecondsPerLead: number;
  readonly workerSecondsPerLead: number;
  readonly databaseCores: number;
  /** Stops the clock early, in seconds: for a rate in steady state. */
  readonly until?: number | undefined;
}

export interface ImportResult {
  readonly account: string;
  readonly name: string;
  readonly leads: number;
  /** From when it was enqueued to its first and last lead, in seconds; undefined where the clock was stopped before. */
  readonly waitedSeconds: number | undefined;
  readonly tookSeconds: number | undefined;
}

export interface ModelResult {
  readonly seconds: number;
  readonly sent: number;
  readonly databaseBusy: number;
  readonly deaths: number;
  readonly imports: readonly ImportResult[];
}

/** Leads that one event stands for. */
const STEP = 10;
/** A 429 pauses for so long; then the pace is a quarter, then a half, for 10 s each. */
const PAUSE_SECONDS = 1;
const RECOVERY_SECONDS = 10;

interface Running {
  readonly source: ModelImport;
  readonly account: Account;
  /** Leads that are not sent yet. */
  left: number;
  firstAt: number | undefined;
  doneAt: number | undefined;
}

interface Account {
  readonly name: string;
  readonly perSecond: number;
  /** Imports with leads left, in the order of their turns. */
  turns: Running[];
  pausedUntil: number;
}

type Event =
  | { readonly at: number; readonly kind: 'arrive'; readonly running: Running }
  | { readonly at: number; readonly kind: 'step' | 'refuse'; readonly account: Account }
  | { readonly at: number; readonly kind: 'death' | 'return' };

/**
 * Discrete events: each account sends at its own pace, its imports in turns, as long as there are places in workers; PostgreSQL serves
 * everybody in the order of their coming.
 */
export function runModel(options: ModelOptions): ModelResult {
  const { databaseCores, databaseSecondsPerLead, deathsPerHour, failureShare, refusalsPerHour, takeOverSeconds } =
    options;
  const {
    batchSize,
    batchesPerAccount,
    seed,
    until = Number.POSITIVE_INFINITY,
    workers,
    workerSecondsPerLead,
  } = options;
  const random = createRandom(seed);
  const exponential = (perHour: number): number => (-Math.log(1 - random()) * 3_600) / perHour;
  const events = new TinyQueue<Event>([], (one, other) => one.at - other.at);
  const accounts = options.accounts.map(
    ({ name, perSecond }): Account => ({ name, perSecond, turns: [], pausedUntil: 0 }),
  );
  const all = options.accounts.flatMap(({ imports }, place) =>
    imports.map(
      (source): Running => ({
        source,
        account: accounts[place] as Account,
        left: source.leads,
        firstAt: undefined,
        doneAt: undefined,
      }),
    ),
  );
  let open = all.length;
  let sent = 0;
  let alive = workers;
  let deaths = 0;
  let databaseFreeAt = 0;
  let databaseBusySeconds = 0;
  let now = 0;

  for (const running of all) events.push({ at: running.source.at, kind: 'arrive', running });
  if (deathsPerHour > 0) events.push({ at: exponential(deathsPerHour * workers), kind: 'death' });
  if (refusalsPerHour > 0)
    for (const account of accounts) events.push({ at: exponential(refusalsPerHour), kind: 'refuse', account });

  /** How long the account takes for a step: its pace, unless few workers are left, or one of them is busy with all accounts. */
  const stepSeconds = (account: Account, leads: number): number => {
    const pace = leads / account.perSecond;
    const since = now - account.pausedUntil;
    const slowness = recovery(account.pausedUntil, since);
    // Each worker computes for all accounts: a share of its core is for this one.
    const computing = (leads * workerSecondsPerLead * accounts.length) / Math.max(1, alive);
    const places = alive * batchesPerAccount * batchSize;
    return Math.max(pace * slowness, computing, places === 0 ? 60 : 0);
  };
  const step = (account: Account): void => {
    if (now < account.pausedUntil) return void events.push({ at: account.pausedUntil, kind: 'step', account });
    const [running] = account.turns;
    if (running === undefined) return;
    const leads = Math.min(STEP, running.left);
    const served = leads * databaseSecondsPerLead;
    databaseFreeAt = Math.max(databaseFreeAt, now) + served / databaseCores;
    databaseBusySeconds += served;
    const at = Math.max(now + stepSeconds(account, leads), databaseFreeAt);
    running.firstAt ??= now;
    const again = Array.from({ length: leads }, random).filter((draw) => draw < failureShare).length;
    running.left -= leads - again;
    sent += leads - again;
    account.turns.shift();
    if (running.left > 0) account.turns.push(running);
    else {
      running.doneAt = at;
      open--;
    }
    if (account.turns.length > 0) events.push({ at, kind: 'step', account });
  };
  const handle = (event: Event): void => {
    switch (event.kind) {
      case 'arrive': {
        const { account } = event.running;
        account.turns.unshift(event.running); // least progress comes first
        if (account.turns.length === 1) events.push({ at: now, kind: 'step', account });
        return;
      }
      case 'step':
        step(event.account);
        return;
      case 'refuse':
        event.account.pausedUntil = now + PAUSE_SECONDS;
        events.push({ at: now + exponential(refusalsPerHour), kind: 'refuse', account: event.account });
        return;
      case 'death':
        deaths++;
        alive--;
        events.push({ at: now + takeOverSeconds, kind: 'return' });
        events.push({ at: now + exponential(deathsPerHour * workers), kind: 'death' });
        return;
      default:
        alive++;
    }
  };
  while (open > 0) {
    const event = events.pop();
    if (event === undefined || event.at > until) break;
    now = event.at;
    handle(event);
  }
  const seconds = Math.min(until, Math.max(now, ...all.map(({ doneAt = 0 }) => doneAt)));
  return {
    seconds,
    sent,
    databaseBusy: databaseBusySeconds / databaseCores / seconds,
    deaths,
    imports: all.map(({ account, doneAt, firstAt, source }) => ({
      account: account.name,
      name: source.name,
      leads: source.leads,
      waitedSeconds: firstAt === undefined ? undefined : firstAt - source.at,
      tookSeconds: doneAt === undefined ? undefined : doneAt - source.at,
    })),
  };
}

function recovery(pausedUntil: number, since: number): number {
  if (pausedUntil === 0 || since >= 2 * RECOVERY_SECONDS) return 1;
  return since < RECOVERY_SECONDS ? 4 : 2;
}

/** mulberry32: the same seed gives the same run. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
