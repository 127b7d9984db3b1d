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

/** Discrete events: each account sends at its own pace, its imports in turns, as long as there are places in workers; PostgreSQL serves in order. */
export function runModel(options: ModelOptions): ModelResult {
  const { databaseCores, databaseSecondsPerLead, failureShare, refusalsPerHour, workers } = options;
  const deathsPerHour = options.deathsPerHour * workers;
  const until = options.until ?? Number.POSITIVE_INFINITY;
  const random = createRandom(options.seed);
  const exponential = (perHour: number): number => (-Math.log(1 - random()) * 3_600) / perHour;
  const events = new TinyQueue<Event>([], (one, other) => one.at - other.at);
  const imports: OpenImport[] = [];
  let [now, open, sent, deaths, alive, databaseFreeAt, databaseBusySeconds] = [0, 0, 0, 0, workers, 0, 0];

  const die = (): void => {
    deaths++;
    alive--;
    events.push({ at: now + options.takeOverSeconds, run: () => alive++ });
    events.push({ at: now + exponential(deathsPerHour), run: die });
  };
  const serve = (leads: number): number => {
    const served = leads * databaseSecondsPerLead;
    databaseFreeAt = Math.max(databaseFreeAt, now) + served / databaseCores;
    databaseBusySeconds += served;
    return databaseFreeAt;
  };
  /** How long an account takes for a step: its pace, unless few workers are left, or one of them is busy with all accounts. */
  const stepSeconds = (leads: number, perSecond: number): number => {
    // Each worker computes for all accounts: a share of its core is for this one.
    const computing = (leads * options.workerSecondsPerLead * options.accounts.length) / Math.max(1, alive);
    const places = alive * options.batchesPerAccount * options.batchSize;
    return Math.max(leads / perSecond, computing, places === 0 ? 60 : 0);
  };
  /** Enqueues an account's imports; returns what a 429 does to it. */
  const openAccount = ({ imports: sources, name, perSecond }: ModelAccount): (() => void) => {
    /** Imports with leads left, in the order of their turns. */
    const turns: OpenImport[] = [];
    let pausedUntil = 0;
    const step = (): void => {
      if (now < pausedUntil) return void events.push({ at: pausedUntil, run: step });
      const running = turns.shift();
      if (running === undefined) return;
      const leads = Math.min(STEP, running.left);
      const free = serve(leads);
      const at = Math.max(now + stepSeconds(leads, perSecond / recovery(pausedUntil, now)), free);
      running.firstAt ??= now;
      const again = Array.from({ length: leads }, random).filter((draw) => draw < failureShare).length;
      running.left -= leads - again;
      sent += leads - again;
      if (running.left > 0) turns.push(running);
      else {
        running.doneAt = at;
        open--;
      }
      if (turns.length > 0) events.push({ at, run: step });
    };
    for (const source of sources) {
      const running: OpenImport = { account: name, source, left: source.leads, firstAt: undefined, doneAt: undefined };
      imports.push(running);
      open++;
      const arrive = (): void => {
        turns.unshift(running); // least progress comes first
        if (turns.length === 1) events.push({ at: now, run: step });
      };
      events.push({ at: source.at, run: arrive });
    }
    const refuse = (): void => {
      pausedUntil = now + PAUSE_SECONDS;
      events.push({ at: now + exponential(refusalsPerHour), run: refuse });
    };
    return refuse;
  };

  const refusals = options.accounts.map(openAccount);
  if (deathsPerHour > 0) events.push({ at: exponential(deathsPerHour), run: die });
  if (refusalsPerHour > 0) for (const run of refusals) events.push({ at: exponential(refusalsPerHour), run });
  while (open > 0) {
    const event = events.pop();
    if (event === undefined || event.at > until) break;
    now = event.at;
    event.run();
  }
  const seconds = Math.min(until, Math.max(now, ...imports.map(({ doneAt = 0 }) => doneAt)));
  return {
    seconds,
    sent,
    databaseBusy: databaseBusySeconds / databaseCores / seconds,
    deaths,
    imports: imports.map(({ account, doneAt, firstAt, source: { at, leads, name } }) => ({
      account,
      name,
      leads,
      waitedSeconds: firstAt && firstAt - at,
      tookSeconds: doneAt && doneAt - at,
    })),
  };
}

interface Event {
  readonly at: number;
  run(): void;
}

interface OpenImport {
  readonly account: string;
  readonly source: ModelImport;
  /** Leads that are not sent yet. */
  left: number;
  firstAt: number | undefined;
  doneAt: number | undefined;
}

/** How many times slower an account is after a 429. */
function recovery(pausedUntil: number, now: number): number {
  const since = now - pausedUntil;
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
