import type { ColumnPlan, OpenedTable } from '@leadwire/files';
import type { Style } from './printer.ts';
import { clean, columnName } from './text.ts';

/** What is read, and which column fills which field: shown before anything is sent, so that a wrong guess is seen. */
export function describePlan(table: OpenedTable, plan: ColumnPlan, style: Style): string[] {
  const width = Math.max(8, ...plan.uses.map((use) => use.destination.length));
  const lines = [`${style('bold', clean(table.name))}  ${table.format}, ${table.encoding}`];
  for (const use of plan.uses) {
    lines.push(
      `  ${use.destination.padEnd(width)} ← ${columnName(use.column)}${use.guessed ? '' : style('dim', '  (--map)')}`,
    );
  }
  const passedOver = plan.passedOver.map(
    ({ column, destination }) => `${columnName(column)} (could be ${destination} too)`,
  );
  const others = plan.unused.filter((column) => !plan.passedOver.some((passed) => passed.column === column));
  const unused = [...passedOver, ...others.map(columnName)];
  if (unused.length > 0) {
    lines.push(`  ${'not sent'.padEnd(width)} ← ${unused.join(', ')}`);
    lines.push(style('dim', '  To change this: --map phone=COLUMN, --map fields.NAME=COLUMN'));
  }
  return lines;
}
