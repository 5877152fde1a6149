/** Where a repository names Python versions, project by project: what `lockkeeper python` shows. */
import type { Table } from './types.ts';

export interface PythonView {
  readonly repository: string;
  readonly projects: readonly ProjectView[];
  /** Files that nobody can read. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

export interface ProjectView {
  readonly path: string;
  /** What people run, and which place says so. */
  readonly pin: Decided | 'none';
  /** What is supported, and which place says so. */
  readonly range: Decided | 'none';
  readonly matrix: VersionMatrix;
  readonly places: Table;
}

export interface Decided {
  readonly says: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

/** Which minor versions a project declares, tests and deploys. */
export interface VersionMatrix {
  /** Oldest first, without gaps. */
  readonly minors: readonly { readonly minor: string; readonly hasEnded: boolean }[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixRow {
  readonly name: 'supported' | 'claimed' | 'tested' | 'deployed' | 'pinned';
  /** For each of the minors. */
  readonly cells: readonly boolean[];
  /** Some further versions are known at run time only. */
  readonly isPartial: boolean;
}
