/** Names that other systems than GitHub Actions report. Nothing here can tell whether they still do. */

const REPORTERS: readonly (readonly [system: string, name: RegExp])[] = [
  ['this app', /^Lockkeeper$/],
  ['CircleCI', /^ci\/circleci\b/i],
  ['Travis CI', /^(?:continuous-integration\/travis-ci|travis ci)\b/i],
  ['AppVeyor', /^continuous-integration\/appveyor\b/i],
  ['Jenkins', /^continuous-integration\/jenkins\b|^jenkins\b/i],
  ['Zuul', /^(?:.*\/zuul|local\/check|zuul)\b/i],
  ['Codecov', /^codecov\b/i],
  ['Coveralls', /^coverage\/coveralls\b/i],
  ['Read the Docs', /^docs\/readthedocs\b/i],
  ['pre-commit.ci', /^pre-commit\.ci\b/i],
  ['Netlify', /^netlify\b|^deploy\/netlify\b/i],
  ['Vercel', /^vercel\b/i],
  ['code scanning', /^(?:CodeQL|Code scanning results.*)$/i],
  ['SonarCloud', /^sonarcloud\b|^SonarQube\b/i],
  ['LGTM', /^LGTM analysis\b/i],
  ['DeepSource', /^DeepSource\b/i],
  ['Codacy', /^codacy\b/i],
  ['CodeFactor', /^CodeFactor\b/i],
  ['Code Climate', /^codeclimate\b/i],
  ['Hound', /^Hound$/i],
  ['a licence check', /^(?:DCO|license\/cla|cla\/.*|EasyCLA|.*\bCLA\b.*)$/i],
  ['Snyk', /^(?:security\/snyk|snyk)\b/i],
  ['Buildkite', /^buildkite\b/i],
  ['Azure Pipelines', /^Azure Pipelines\b/i],
  ['Reviewable', /^code-review\/reviewable$/i],
  ['Kokoro', /^(?:Kokoro\b|Samples - )/i],
  ['OwlBot', /^OwlBot\b/i],
  ['Conventional Commits', /^conventionalcommits\.org$/i],
  ['WIP', /^WIP$/i],
  ['Renovate', /^renovate\//i],
];

/** The system that reports under such a name; `undefined` where the name tells nothing. */
export function externalReporter(context: string): string | undefined {
  return REPORTERS.find(([, name]) => name.test(context))?.[0];
}
