import type { Simulators, SimulatorUrls } from '@leadwire/simulators';

/** One way into a provider, as the command line takes it. */
export interface Destination {
  readonly title: string;
  readonly to: string;
  readonly provider: 'topcalls' | 'autocalls' | 'telecrm' | 'pulsecrm';
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** True when it is the real provider, with the caller's own credentials. */
  readonly live: boolean;
  /** Whose leads and requests are its own. */
  readonly simulators: Simulators;
}

/** Stand-ins that are up: telecrm's queue has some of its own, since it would find the leads of the other way in. */
export interface World {
  readonly simulators: Simulators;
  readonly urls: SimulatorUrls;
}

interface Way {
  readonly title: string;
  readonly to: string;
  readonly provider: Destination['provider'];
  readonly flags: readonly string[];
  /** Made up for the simulators; for the real provider each must be set. */
  readonly env: Readonly<Record<string, string>>;
  readonly base: keyof SimulatorUrls;
  /** The real list or campaign, by the variable that names it. */
  readonly place?: { readonly flag: string; readonly variable: string };
}

const WAYS: readonly Way[] = [
  {
    title: 'TopCalls',
    to: 'topcalls',
    provider: 'topcalls',
    flags: ['--list-id', '3c90c3cc-0d44-4b50-8888-8dd25736052a'],
    env: { TOPCALLS_API_KEY: 'simulated' },
    base: 'topcalls',
    place: { flag: '--list-id', variable: 'TOPCALLS_LIST_ID' },
  },
  {
    title: 'Autocalls',
    to: 'autocalls',
    provider: 'autocalls',
    flags: ['--campaign-id', '1'],
    env: { AUTOCALLS_API_KEY: 'simulated' },
    base: 'autocalls',
    place: { flag: '--campaign-id', variable: 'AUTOCALLS_CAMPAIGN_ID' },
  },
  {
    title: 'telecrm',
    to: 'telecrm',
    provider: 'telecrm',
    flags: ['--map', 'fields.rating=Rating'],
    env: { TELECRM_ENTERPRISE_ID: 'simulated', TELECRM_SYNC_TOKEN: 'simulated-sync' },
    base: 'telecrm',
  },
  {
    title: 'telecrm queue',
    to: 'telecrm-async',
    provider: 'telecrm',
    flags: ['--map', 'fields.rating=Rating'],
    env: { TELECRM_ENTERPRISE_ID: 'simulated', TELECRM_ASYNC_TOKEN: 'simulated-async' },
    base: 'telecrmAsync',
  },
  {
    title: 'Pulse CRM',
    to: 'pulsecrm',
    provider: 'pulsecrm',
    flags: ['--skip-team-and-source'],
    env: { PULSECRM_ACCOUNT_ID: '2311', PULSECRM_TOKEN: 'simulated' },
    base: 'pulsecrm',
  },
];

/** The simulated providers; with `live`, the real one wherever all of its variables are set. */
export function destinations(four: World, queue: World, live: boolean): Destination[] {
  return WAYS.map(({ base, env, flags, place, provider, title, to }) => {
    const { simulators, urls } = base === 'telecrmAsync' ? queue : four;
    const needed = [...Object.keys(env), ...(place ? [place.variable] : [])];
    if (live && needed.every((name) => process.env[name])) {
      const own = place ? [place.flag, process.env[place.variable] ?? ''] : flags;
      return { title, to, provider, flags: own, env: {}, live: true, simulators };
    }
    return {
      title,
      to,
      provider,
      flags: [...flags, '--base-url', urls[base], '--rate', 'off', '--concurrency', '8'],
      env,
      live: false,
      simulators,
    };
  });
}

/** Longer than any queue of the stand-ins. */
const QUEUE_MS = 120_000;

/** How often each phone stands at a simulated provider, by its digits. */
export function leadsAt({ provider, simulators }: Destination): Map<string, number> {
  void simulators.clock.advance(QUEUE_MS);
  const counts = new Map<string, number>();
  for (const lead of simulators[provider].leads as Iterable<object>) {
    const { fields, phone, phone_number } = lead as {
      phone_number?: string;
      phone?: string;
      fields?: { phone?: string };
    };
    const digits = String(phone_number ?? phone ?? fields?.phone ?? '').replace(/\D/g, '');
    counts.set(digits, (counts.get(digits) ?? 0) + 1);
  }
  return counts;
}
