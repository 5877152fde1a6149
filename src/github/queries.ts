/** Every GraphQL document of the app; a test holds them against GitHub's schema. */

/** Own check runs of a commit. `$appId` keeps same-named runs of other apps out. */
const CHECK_RUNS = `
  fragment OwnCheckRuns on Commit {
    oid
    checkSuites(first: 5, filterBy: { appId: $appId }) {
      nodes {
        checkRuns(first: 50, filterBy: { checkName: $checkName, checkType: ALL }) {
          nodes { externalId status conclusion }
        }
      }
    }
  }`;

/**
 * `baseRef.target` is the tip of the base branch now; `baseRefOid` may be older, and serves when
 * the branch is gone.
 */
const PULL_REQUEST = `
  fragment PullRequestParts on PullRequest {
    number
    state
    isDraft
    isCrossRepository
    headRefName
    headRefOid
    headRepository { nameWithOwner }
    baseRefName
    baseRefOid
    baseRef { target { oid } }
    commits(last: 1) { nodes { commit { ...OwnCheckRuns } } }
  }`;

const REPOSITORY = `
  fragment RepositoryParts on Repository {
    databaseId
    name
    owner { login }
  }`;

const CONFIGURATION = `
  fragment Configuration on Commit {
    file(path: $configurationPath) {
      object {
        ... on Blob { oid text }
      }
    }
  }`;

/** A pull request, our check runs on its head, and the configuration at the tip of its base. */
export const PULL_REQUEST_TARGET = `
  query PullRequestTarget(
    $owner: String!, $name: String!, $number: Int!, $appId: Int!, $checkName: String!,
    $configurationPath: String!
  ) {
    repository(owner: $owner, name: $name) {
      ...RepositoryParts
      pullRequest(number: $number) {
        ...PullRequestParts
        baseRef { target { ...Configuration } }
      }
    }
  }
  ${REPOSITORY}${PULL_REQUEST}${CHECK_RUNS}${CONFIGURATION}`;

/** The same for two commits without a pull request: a merge group. */
export const COMMITS_TARGET = `
  query CommitsTarget(
    $owner: String!, $name: String!, $head: GitObjectID!, $base: GitObjectID!, $appId: Int!,
    $checkName: String!, $configurationPath: String!
  ) {
    repository(owner: $owner, name: $name) {
      ...RepositoryParts
      head: object(oid: $head) { ...OwnCheckRuns }
      base: object(oid: $base) { ...Configuration }
    }
  }
  ${REPOSITORY}${CHECK_RUNS}${CONFIGURATION}`;

/** The configuration at one commit, or at `HEAD`. */
export const CONFIGURATION_AT = `
  query ConfigurationAt(
    $owner: String!, $name: String!, $base: String!, $configurationPath: String!
  ) {
    repository(owner: $owner, name: $name) {
      base: object(expression: $base) { ...Configuration }
    }
  }
  ${CONFIGURATION}`;

/** Open pull requests with our check runs on their heads, 50 a page. */
export const OPEN_PULL_REQUESTS = `
  query OpenPullRequests(
    $owner: String!, $name: String!, $appId: Int!, $checkName: String!, $after: String
  ) {
    repository(owner: $owner, name: $name) {
      pullRequests(first: 50, after: $after, states: OPEN) {
        nodes { ...PullRequestParts }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
  ${PULL_REQUEST}${CHECK_RUNS}`;

/** Check runs and statuses of a head, of its base's tip and of what was merged there before. */
export const REPORTED_CHECKS = `
  query ReportedChecks(
    $owner: String!, $name: String!, $head: GitObjectID!, $base: GitObjectID!, $baseRef: String!
  ) {
    repository(owner: $owner, name: $name) {
      head: object(oid: $head) { ...Reported }
      base: object(oid: $base) { ...Reported }
      pullRequests(
        first: 3, states: MERGED, baseRefName: $baseRef,
        orderBy: { field: UPDATED_AT, direction: DESC }
      ) {
        nodes { commits(last: 1) { nodes { commit { ...Reported } } } }
      }
    }
  }
  fragment Reported on Commit {
    message
    checkSuites(first: 100) {
      pageInfo { hasNextPage }
      nodes {
        app { databaseId slug }
        status
        updatedAt
        checkRuns(first: 100, filterBy: { checkType: LATEST }) {
          pageInfo { hasNextPage }
          nodes { name }
        }
      }
    }
    status { contexts { context } }
  }`;

/** One signed commit on a branch that is where the caller saw it. */
export const CREATE_COMMIT = `
  mutation CreateCommit($input: CreateCommitOnBranchInput!) {
    createCommitOnBranch(input: $input) {
      commit { oid }
    }
  }`;

/** Texts of many blobs by object id, under the aliases `b0`, `b1` and so on. */
export function blobsQuery(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const variables = indexes.map((index) => `$o${index}: GitObjectID!`).join(', ');
  const fields = indexes.map((index) => `b${index}: object(oid: $o${index}) { ...BlobText }`);
  return `
  query Blobs($owner: String!, $name: String!, ${variables}) {
    repository(owner: $owner, name: $name) {
      ${fields.join('\n      ')}
    }
  }
  fragment BlobText on Blob { text isBinary isTruncated }`;
}
