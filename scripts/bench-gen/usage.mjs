// Loaded into every measured process: says at its end how much memory it held and how long it computed.
import { appendFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  appendFileSync(process.env.LEADWIRE_USAGE_FILE, `${JSON.stringify({ peakMiB: maxRSS / 1024, cpuSeconds })}\n`);
});
