import { Command } from 'commander';
import {
  type Act,
  between,
  credentialsAndExamples,
  jsonOption,
  rate,
  wholeNumber,
  withQueueOptions,
} from '../options.ts';

export const workerCommand = (act: Act): Command =>
  withQueueOptions(new Command('worker'))
    .description('send what was enqueued or accepted, beside any number of other workers, until it is stopped')
    .summary('send what was enqueued')
    .option(
      '--rate <number>',
      'most requests a second of all workers together, or off (default: the limit of the provider)',
      rate,
    )
    .option('--concurrency <number>', 'requests at the same time for one batch', between(1, 1000), 50)
    .option('--jobs <number>', 'batches at the same time', between(1, 100))
    .option('--health-port <number>', 'serve GET /health on this port', wholeNumber)
    .option('--lease <seconds>', 'how long a lead is held while it is sent', between(1, 86_400), 180)
    .option('--drain', 'end when nothing is left to send')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      credentialsAndExamples('worker --database-url postgres://user:password@host:5432/database --drain'),
    )
    .action(act(async () => (await import('./run-worker.ts')).runWorker));
