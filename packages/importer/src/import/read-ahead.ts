import { isLeadwireError } from '@leadwire/core';
import type { OpenedDestination } from '@leadwire/core/provider';
import { openFile } from '@leadwire/files';
import type { ImportContext } from '../context.ts';
import { destinationNamed } from '../destinations.ts';
import { Fault } from '../fault.ts';
import { isRepeatable } from '../rows/open-leads.ts';
import { type Selection, type Survey, surveyFile } from '../rows/survey.ts';
import type { OpenedImport } from './open-import.ts';

export interface ReadAheadOptions extends Selection {
  readonly path: string;
  /** Its record takes down each row, where the run is recorded on this machine. */
  readonly opened: Pick<OpenedImport, 'leads'> & Partial<Pick<OpenedImport, 'record'>>;
  readonly context: Pick<ImportContext, 'stdin' | 'signal'>;
}

/**
 * Reads the file once more before anything is sent, and counts what it holds.
 * @returns undefined for a pipe, which can be read only once
 * @throws Fault where it was stopped
 */
export async function readAhead(options: ReadAheadOptions): Promise<Survey | undefined> {
  const { path, opened, limit, only } = options;
  const { stdin, signal } = options.context;
  if (!isRepeatable(path)) return undefined;
  const again = await openFile({ path, stdin, signal }, opened.leads.options);
  const survey = await surveyFile(again, { signal, limit, only, onRow: async (row) => opened.record?.open(row) });
  if (signal.aborted) throw new Fault('Stopped. Nothing was sent.', { kind: 'stopped' });
  return survey;
}

/** When people will be called, where the provider calls by itself. */
export interface CallingTime {
  /** What the provider says of it, in sentences. */
  readonly notes: readonly string[];
  /** Regions of the file in which it is night then. */
  readonly night: readonly string[];
}

export interface CallingTimeOptions {
  readonly to: string;
  readonly connection: Pick<OpenedDestination, 'describePlace'>;
  readonly survey: Survey | undefined;
  /** When it is sent, in milliseconds since the epoch. */
  readonly at: number;
}

/** Undefined where the destination calls no lead by itself. */
export async function callingTime(
  registry: ImportContext['registry'],
  { to, connection, survey, at }: CallingTimeOptions,
): Promise<CallingTime | undefined> {
  if (!destinationNamed(registry, to).callsAtOnce) return undefined;
  const notes = [`${to} may call people as soon as it has them.`];
  try {
    const place = await connection.describePlace?.();
    if (place !== undefined)
      notes.push(`The ${place.text}${place.hours === undefined ? '' : `; it calls ${place.hours}`}.`);
  } catch (error) {
    if (!isLeadwireError(error)) throw error;
    notes.push(`When it will call could not be read: ${error.message}.`);
  }
  return { notes, night: nightRegions(survey?.regions ?? new Map(), at) };
}

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
