import { readFileSync } from 'node:fs';
import Mustache from 'mustache';

/** A text made from a template file: what stands in double braces is put in as it is. */
export const fillTemplate = (file: URL, view: object): string =>
  Mustache.render(readFileSync(file, 'utf8'), view, undefined, { escape: String });
