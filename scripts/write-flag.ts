import { parseArgs } from 'node:util';

/** Whether `--write` was given. Any other argument ends the process with code 2: a misspelled one would be a run that writes nothing. */
export function readWriteFlag(command: string): boolean {
  try {
    return parseArgs({ options: { write: { type: 'boolean', default: false } } }).values.write;
  } catch (error) {
    console.error(`${(error as Error).message}\n\nUsage: ${command} [--write]`);
    process.exit(2);
  }
}
