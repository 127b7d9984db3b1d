import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reasonOf } from '@leadwire/files/errors';
import { type Environment, hashFile } from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { filesUnder } from './local-files.ts';

/** Where people keep files that they drop into a browser, in the home folder. */
const USUAL_FOLDERS = ['Downloads', 'Desktop', 'Documents'];

/** A file that was dropped into the page. A browser does not say where it lies. */
export interface DroppedFile {
  readonly name: string;
  readonly bytes: number;
  /** Its bytes, as the browser reads them. */
  readonly content: Readable;
}

/**
 * Finds the file that was dropped on this disk, by its name, its size and every byte of it: the bytes that the browser sends are compared
 * and thrown away, and the file is then read where it lies.
 * @throws Fault where it is in none of the folders
 */
export async function findDropped(
  { name, bytes, content }: DroppedFile,
  { folder, env }: { readonly folder: string; readonly env: Environment },
): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(content, hash).catch((cause: unknown) => {
    throw new Fault(`${name} could not be compared: ${reasonOf(cause)}.`, { hints: ['Drop it again.'], cause });
  });
  const wanted = hash.digest('hex');
  const home = env.HOME || env.USERPROFILE || homedir();
  for (const each of [folder, ...USUAL_FOLDERS.map((usual) => join(home, usual))])
    for await (const path of filesUnder(each, (found) => found.normalize() === name.normalize())) {
      const isSame = (await stat(path)).size === bytes && (await hashFile(path).catch(() => undefined)) === wanted;
      if (isSame) return path;
    }
  throw new Fault(`${name} is not in ${folder}, nor in Downloads, Desktop or Documents of ${home}.`, {
    hints: [
      'leadwire reads a file where it lies and keeps no copy, and a browser does not say where that is.',
      'Move the file into one of these folders and drop it again, or start leadwire ui in its folder.',
    ],
  });
}
