import picocolors from 'picocolors';
import type { Place, ReportedFinding } from '../gates/types.ts';
import { visible, visiblePath } from './visible.ts';

/** Colours by meaning. Everything that comes from files is made visible on the way. */
export interface Paint {
  heading(text: string): string;
  quiet(text: string): string;
  good(text: string): string;
  level(level: ReportedFinding['level'], text: string): string;
  /** The last line: green unless something counts. */
  verdict(level: ReportedFinding['level'] | 'none', text: string): string;
  /** `path:line`, as terminals and editors make it clickable. */
  place(place: Pick<Place, 'path' | 'line'>): string;
  path(path: string): string;
  command(text: string): string;
  /** A line of a unified diff. */
  diff(line: string): string;
  /** A sentence whose `code` is coloured; back-ticks stay where there are no colours. */
  words(text: string): string;
}

export function painter(color: boolean): Paint {
  const colors = picocolors.createColors(color);
  const levels = { failure: colors.red, warning: colors.yellow, notice: colors.blue } as const;
  return {
    heading: colors.bold,
    quiet: colors.dim,
    good: colors.green,
    level: (level, text) => colors.bold(levels[level](text)),
    verdict: (level, text) => colors.bold((level === 'none' ? colors.green : levels[level])(text)),
    place: ({ path, line }) => colors.bold(`${visiblePath(path)}:${line}`),
    path: (path) => colors.bold(visiblePath(path)),
    command: colors.cyan,
    diff(line) {
      if (line.startsWith('+')) return colors.green(line);
      return line.startsWith('-') ? colors.red(line) : line;
    },
    words(text) {
      const line = visible(text);
      return color ? line.replaceAll(/`([^`]+)`/g, (_, code) => colors.cyan(code)) : line;
    },
  };
}
