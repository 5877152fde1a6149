/** A workflow file, as far as its check runs depend on it. */
import {
  type DocumentNode,
  type MapNode,
  nodeAt,
  type ScalarNode,
  scalarAt,
} from '../edits/nodes.ts';
import { readYamlNodes } from '../edits/yaml-nodes.ts';
import { parseExpression } from './expressions.ts';
import { hasExpression, templateProblem } from './templates.ts';
import { listOf, nodeValue, scalarValue, type Value } from './values.ts';

export interface Workflow {
  readonly path: string;
  readonly text: string;
  /** `undefined` where GitHub shows the path. */
  readonly name: string | undefined;
  /** What stands behind `on`. */
  readonly on: Value;
  readonly onNode: DocumentNode;
  readonly root: MapNode;
  readonly jobs: readonly Job[];
}

export interface Job {
  readonly id: string;
  /** 1-based. */
  readonly line: number;
  readonly node: DocumentNode;
  /** As written; `undefined` where the id is the name. */
  readonly name: string | undefined;
  /** Without its `${{ }}`; `undefined` where there is none. */
  readonly condition: string | undefined;
  readonly needs: readonly string[];
  readonly matrix: Value | undefined;
  /** The reusable workflow that it calls. */
  readonly uses: string | undefined;
  readonly with: Value | undefined;
}

export type ReadWorkflow =
  | { readonly kind: 'workflow'; readonly workflow: Workflow }
  /** `unreadable`: our reader refuses it; `invalid`: GitHub does, and runs nothing of it. */
  | {
      readonly kind: 'unreadable' | 'invalid';
      readonly line: number;
      readonly reason: string;
    };

/** True for a path where GitHub looks for workflows. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** Reads a workflow file. Never throws. */
export function readWorkflow(path: string, text: string): ReadWorkflow {
  const document = readYamlNodes(text);
  if (document.kind === 'unreadable') return document;
  if (document.kind === 'empty' || document.root.kind !== 'map') {
    return { kind: 'invalid', line: 1, reason: 'it is no mapping' };
  }
  const { root } = document;
  const onNode = nodeAt(root, 'on');
  if (onNode === undefined) return { kind: 'invalid', line: 1, reason: 'it has no `on`' };
  const written = nodeAt(root, 'jobs');
  const entries = written?.kind === 'map' ? [...written.entries] : [];
  const jobs = entries.map(([id, { node, keyLine }]) => jobOf(id, node, keyLine));
  const problem = jobs.map((job) => problemOf(job, jobs)).find((one) => one !== undefined);
  if (problem !== undefined) return { kind: 'invalid', ...problem };
  const name = scalarAt(root, 'name')?.text;
  return {
    kind: 'workflow',
    workflow: { path, text, name, on: nodeValue(onNode), onNode, root, jobs },
  };
}

function jobOf(id: string, node: DocumentNode, line: number): Job {
  const condition = scalarAt(node, 'if');
  const matrix = nodeAt(node, 'strategy', 'matrix');
  const given = nodeAt(node, 'with');
  const needs = nodeAt(node, 'needs');
  return {
    id,
    line,
    node,
    name: textOf(scalarAt(node, 'name')),
    condition: condition === undefined ? undefined : conditionOf(condition),
    needs: needs === undefined ? [] : listOf(nodeValue(needs)).map(String),
    matrix: matrix === undefined ? undefined : nodeValue(matrix),
    uses: scalarAt(node, 'uses')?.text,
    with: given === undefined ? undefined : nodeValue(given),
  };
}

/** A name that is a number or a boolean is printed as YAML reads it. */
function textOf(scalar: ScalarNode | undefined): string | undefined {
  if (scalar === undefined) return undefined;
  const value = scalarValue(scalar);
  return value === null ? undefined : String(value);
}

/** An `if` needs no `${{ }}`. One that is only partly in braces is a text, which is true. */
function conditionOf(scalar: ScalarNode): string | undefined {
  const value = scalarValue(scalar);
  if (value === null) return undefined;
  const text = String(value).trim();
  const whole = /^\$\{\{((?:(?!\$\{\{)[\s\S])*)\}\}$/.exec(text);
  return whole?.[1]?.trim() ?? text;
}

interface Problem {
  readonly line: number;
  readonly reason: string;
}

/** Why GitHub refuses the file. */
function problemOf(job: Job, jobs: readonly Job[]): Problem | undefined {
  const { id, line, needs, name, condition } = job;
  const known = new Set(jobs.map((one) => one.id));
  const missing = needs.find((need) => !known.has(need));
  if (missing !== undefined) {
    return { line, reason: `the job \`${id}\` needs \`${missing}\`, which is not there` };
  }
  if (isInCycle(job, jobs)) return { line, reason: `the job \`${id}\` needs itself` };
  const named = name === undefined ? undefined : templateProblem(name);
  if (named !== undefined) return { line, reason: `the name of \`${id}\`: ${named}` };
  if (condition === undefined || hasExpression(condition)) return undefined;
  const parsed = parseExpression(condition);
  return parsed.kind === 'invalid' && condition !== ''
    ? { line, reason: `the \`if\` of \`${id}\`: ${parsed.reason}` }
    : undefined;
}

function isInCycle(job: Job, jobs: readonly Job[]): boolean {
  const byId = new Map(jobs.map((one) => [one.id, one]));
  const seen = new Set<string>();
  const open = [...job.needs];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === job.id) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(byId.get(id)?.needs ?? []));
  }
  return false;
}
