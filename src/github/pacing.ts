import Bottleneck from 'bottleneck';

export type Lane = 'read' | 'write' | 'free';

/**
 * How fast one process talks to GitHub, per installation: reads (GraphQL queries included) up to
 * ten at once, writes one after the other and a second apart, as GitHub asks for. The first write
 * of an idle installation goes out at once. Minting tokens is `free`: requests that wait for one
 * already hold a place.
 */
export interface Pacing {
  schedule<T>(installation: string, lane: Lane, job: () => Promise<T>): Promise<T>;
  /** Milliseconds since the epoch; 0 when nothing is paused. */
  pausedUntil(installation: string, budget: string): number;
  /** No request of this installation and budget before `until`. */
  pause(installation: string, budget: string, until: number): void;
}

const READS_AT_ONCE = 10;
const WRITE_DISTANCE_MS = 1000;
const FORGET_AFTER_MS = 2 * 60 * 1000;

export function createPacing(writeDistanceMs: number = WRITE_DISTANCE_MS): Pacing {
  const reads = new Bottleneck.Group({ maxConcurrent: READS_AT_ONCE, timeout: FORGET_AFTER_MS });
  const writes = new Bottleneck.Group({
    maxConcurrent: 1,
    minTime: writeDistanceMs,
    timeout: FORGET_AFTER_MS,
  });
  const pauses = new Map<string, number>();

  function schedule<T>(installation: string, lane: Lane, job: () => Promise<T>): Promise<T> {
    if (lane === 'free') return job();
    const group = lane === 'read' ? reads : writes;
    return group.key(installation).schedule(job);
  }

  function pausedUntil(installation: string, budget: string): number {
    const key = `${installation} ${budget}`;
    const until = pauses.get(key) ?? 0;
    if (until > Date.now()) return until;
    pauses.delete(key);
    return 0;
  }

  function pause(installation: string, budget: string, until: number): void {
    pauses.set(`${installation} ${budget}`, until);
  }

  return { schedule, pausedUntil, pause };
}
