const FIRST_HOUR = 8;
const LAST_HOUR = 21;

/** Regions in which it is night now for at least some of the people, by their time zones. */
export function nightRegions(regions: ReadonlyMap<string, number>, now: number): string[] {
  return [...regions.keys()].filter((region) => region !== '' && zonesOf(region).some((zone) => isNight(zone, now)));
}

function zonesOf(region: string): readonly string[] {
  try {
    const locale = new Intl.Locale('und', { region }) as Intl.Locale & { getTimeZones?: () => string[] | undefined };
    return locale.getTimeZones?.() ?? [];
  } catch {
    return []; // a region that ICU does not know
  }
}

function isNight(timeZone: string, now: number): boolean {
  const hour = Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(now));
  return hour < FIRST_HOUR || hour >= LAST_HOUR;
}
