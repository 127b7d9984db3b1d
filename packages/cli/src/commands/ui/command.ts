import { Command } from 'commander';
import { type Act, between, examples } from '../options.ts';

export const uiCommand = (act: Act): Command =>
  new Command('ui')
    .description('open the import page in the browser, on this machine only; files may be chosen in this folder')
    .summary('the import page in the browser')
    .option('--port <number>', 'port to listen on (default: any free port)', between(0, 65_535), 0)
    .option('--simulate', 'send to simulated providers in place of the real ones, to try it out')
    .addHelpText('after', examples('ui', 'ui --port 4020'))
    .action(act(async () => (await import('./serve-page.ts')).servePage));
