/** `required-version`: which uv the repository wants to be checked with. */
import { contains, parseSpecifiers, type SpecifierSet } from '../../python/specifiers.ts';
import { compareVersions, parseVersion } from '../../python/version.ts';
import type { Files } from './files.ts';
import { refuseManifest } from './refusal.ts';
import type { Settings } from './settings.ts';

/** The uv whose rules this gate has. */
const RULES_OF = '0.13.9';

/**
 * Older uv versions are judged by today's rules. A uv that is newer than all known rules is left
 * open; throws a `Refusal` for a text that is no version specifier.
 */
export function refuseRequiredVersion(files: Files, settings: Settings): void {
  const text = settings.requiredVersion;
  if (text === undefined) return;
  const at = settings.at('required-version');
  const clauses = parseSpecifiers(/^\d/.test(text) ? `==${text}` : text);
  if (clauses === undefined) {
    throw refuseManifest(
      at.path,
      at.key,
      `\`required-version = "${text}"\` is no version specifier`,
    );
  }
  if (!isNewer(clauses)) return;
  files.leaveOpen({
    reason: `the repository asks for uv \`${text}\`, whose rules are not known here (known: ${RULES_OF})`,
    remedy: 'update this gate, or allow the uv version that its rules are of',
  });
}

/** Whether only versions above the known one fit. */
function isNewer(clauses: SpecifierSet): boolean {
  const known = parseVersion(RULES_OF);
  if (known === undefined || contains(clauses, known)) return false;
  return clauses.some(
    ({ operator, version }) =>
      version !== undefined &&
      (operator === '>=' || operator === '>' || operator === '==' || operator === '~=') &&
      compareVersions(version, known) > 0,
  );
}
