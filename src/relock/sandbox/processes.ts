/** A process and all that it started, as Linux's /proc shows them; nothing on other systems. */
import { readdirSync, readFileSync } from 'node:fs';

interface Row {
  readonly pid: number;
  readonly parent: number;
  /** Resident (bytes). */
  readonly bytes: number;
}

const PAGE_BYTES = 4096;

/** `root` and its descendants. @see proc(5), `/proc/PID/stat` */
export function processTree(root: number): readonly Row[] {
  const children = Map.groupBy(rows(), ({ parent }) => parent);
  const found: Row[] = [];
  const open = [root];
  const all = new Map([...children.values()].flat().map((row) => [row.pid, row]));
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const row = all.get(pid);
    if (row !== undefined) found.push(row);
    open.push(...(children.get(pid) ?? []).map((child) => child.pid));
  }
  return found;
}

function rows(): readonly Row[] {
  let names: readonly string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  return names.flatMap((name): readonly Row[] => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      // The program's name stands in parentheses, and can hold anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [parent, pages] = [Number(fields[1]), Number(fields[21])];
      return [{ pid: Number(name), parent, bytes: pages * PAGE_BYTES }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}
