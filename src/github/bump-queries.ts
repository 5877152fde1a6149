/** The GraphQL documents of bump pull requests; a test holds them against GitHub's schema. */

/** What a repository's bumps depend on: the default branch, our branches, and what is open on them. */
export const BUMP_STATE = `
  query BumpState(
    $owner: String!, $name: String!, $configurationPath: String!, $prefix: String!
  ) {
    repository(owner: $owner, name: $name) {
      id
      databaseId
      name
      owner { login }
      isArchived
      viewerDefaultMergeMethod
      defaultBranchRef {
        name
        target {
          oid
          ... on Commit {
            file(path: $configurationPath) { object { ... on Blob { oid text } } }
            history(first: 30) { nodes { messageHeadline } }
          }
        }
      }
      refs(refPrefix: $prefix, first: 100) {
        nodes {
          name
          target {
            oid
            ... on Commit {
              author { name }
              parents(first: 2) { nodes { oid } }
            }
          }
          associatedPullRequests(states: OPEN, first: 5) {
            nodes { id number title body baseRefName isCrossRepository }
          }
          merged: associatedPullRequests(
            states: MERGED, first: 1, orderBy: { field: UPDATED_AT, direction: DESC }
          ) { nodes { headRefOid isCrossRepository } }
        }
      }
    }
  }`;

/** Closed and unmerged pull requests of some branches, under the aliases `b0`, `b1` and so on. */
export function closedQuery(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const variables = indexes.map((index) => `$h${index}: String!`).join(', ');
  const fields = indexes.map(
    (index) => `b${index}: pullRequests(states: CLOSED, headRefName: $h${index}, first: 20,
        orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { number body isCrossRepository } }`,
  );
  return `
  query Closed($owner: String!, $name: String!, ${variables}) {
    repository(owner: $owner, name: $name) {
      ${fields.join('\n      ')}
    }
  }`;
}

/** Moves branches that are where the caller saw them. */
export const UPDATE_REFS = `
  mutation UpdateRefs($input: UpdateRefsInput!) {
    updateRefs(input: $input) { clientMutationId }
  }`;

/** Has GitHub merge a pull request as soon as everything required has passed. */
export const ENABLE_AUTO_MERGE = `
  mutation EnableAutoMerge($input: EnablePullRequestAutoMergeInput!) {
    enablePullRequestAutoMerge(input: $input) { clientMutationId }
  }`;

/** The newest releases of some repositories, under the aliases `r0`, `r1` and so on. */
export function releasesQuery(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const variables = indexes.map((index) => `$o${index}: String!, $n${index}: String!`).join(', ');
  const fields = indexes.map(
    (index) => `r${index}: repository(owner: $o${index}, name: $n${index}) { ...Releases }`,
  );
  return `
  query Releases(${variables}) {
    ${fields.join('\n    ')}
  }
  fragment Releases on Repository {
    nameWithOwner
    url
    isPrivate
    releases(first: 30, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { tagName name url description isDraft isPrerelease publishedAt }
    }
  }`;
}
