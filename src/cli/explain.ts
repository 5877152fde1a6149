import { suggest } from '../config/suggest.ts';
import { gates } from '../gates/index.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { renderRule, ruleIndex } from '../report/rules.ts';
import { print, useColor } from './output.ts';

/**
 * Prints the page of a rule, or the list of all.
 *
 * @throws {CannotRun} when there is no such rule
 */
export function explain(id: string | undefined, options: { readonly color: boolean }): void {
  const rules = gates.flatMap((gate) => gate.rules);
  const color = options.color && useColor(process.stdout);
  if (id === undefined) {
    print(ruleIndex(rules, { color }));
    return;
  }
  const ofGate = gates.find((gate) => gate.id === id)?.rules;
  if (ofGate !== undefined) {
    print(ruleIndex(ofGate, { color }));
    return;
  }
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined)
    throw unknownRule(
      id,
      rules.map((one) => one.id),
    );
  print(renderRule(rule, { color }));
}

function unknownRule(id: string, known: readonly string[]): CannotRun {
  const similar = suggest(id, [...known, ...known.map(withoutGate)]);
  const meant = known.find((one) => one === similar || withoutGate(one) === similar);
  return new CannotRun(
    `No rule is called \`${id}\`.`,
    meant === undefined
      ? 'List all rules: lockkeeper explain'
      : `Did you mean ${meant}? List all rules: lockkeeper explain`,
  );
}

function withoutGate(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
