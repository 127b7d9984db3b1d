import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRY } from './leadwire-command.ts';

/** The import page over simulated providers, in a folder with the sample file; builds the page first. */
export async function uiStory(root: string): Promise<number> {
  const console = join(root, 'packages/console');
  if (!existsSync(join(console, 'dist/page/index.html')))
    execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { cwd: console, stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-ui-'));
  copyFileSync(join(root, 'scripts/sample-leads.csv'), join(folder, 'sample-leads.csv'));
  const stop = (): void => undefined; // the page hears of Ctrl+C itself, and ends in good order
  process.on('SIGINT', stop);
  try {
    const child = spawn(process.execPath, ['--conditions=leadwire-source', ENTRY, 'ui', '--simulate'], {
      cwd: folder,
      env: { ...process.env, XDG_STATE_HOME: join(folder, '.state') },
      stdio: 'inherit',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    process.off('SIGINT', stop);
    rmSync(folder, { recursive: true, force: true });
  }
}
