import { appRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { codeRoutes } from './code.ts';
import { hookRoutes } from './hooks.ts';
import { pullRoutes } from './pulls.ts';
import { refRoutes } from './refs.ts';
import { repositoryRoutes } from './repositories.ts';
import type { Route } from './route.ts';

interface CompiledRoute {
  readonly route: Route;
  readonly regex: RegExp;
  readonly names: readonly string[];
}

/** These may contain slashes. */
const MULTI_SEGMENT = new Set(['path', 'ref', 'basehead', 'branch']);

function compile(route: Route): CompiledRoute {
  const names: string[] = [];
  const source = route.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    names.push(name);
    return MULTI_SEGMENT.has(name) ? '(.+)' : '([^/]+)';
  });
  return { route, regex: new RegExp(`^${source}/?$`), names };
}

function literals({ route }: CompiledRoute): number {
  return route.path.split('/').filter((segment) => !segment.startsWith('{')).length;
}

const ROUTES = [
  ...appRoutes,
  ...hookRoutes,
  ...repositoryRoutes,
  ...codeRoutes,
  ...refRoutes,
  ...pullRoutes,
  ...checkRoutes,
]
  .map(compile)
  .sort((a, b) => literals(b) - literals(a));

/** The route for an encoded path, with its decoded parameters. */
export function findRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const { route, regex, names } of ROUTES) {
    if (route.method !== method) continue;
    const found = regex.exec(path);
    if (found === null) continue;
    const values = names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]);
    return { route, params: Object.fromEntries(values) };
  }
  return undefined;
}
