import { describe, expect, it } from 'vitest';
import { listInstallations, listRepositories } from '../../src/github/installations.ts';
import { all, useDouble } from './double.ts';

const github = useDouble();

describe('where the app is installed', () => {
  it('is listed with what is suspended', async () => {
    const body = [
      { id: 1, account: { login: 'acme' }, suspended_at: null },
      { id: 2, account: { slug: 'big-enterprise' }, suspended_at: '2026-11-01T00:00:00Z' },
    ];
    github.on('GET /app/installations?per_page=100&page=1', { body });
    expect(await all(listInstallations(github.client()))).toEqual([
      { id: 1, account: 'acme', suspended: false },
      { id: 2, account: 'big-enterprise', suspended: true },
    ]);
  });

  it('has repositories, a hundred a page', async () => {
    const repository = (id: number) => ({
      id,
      name: `r${id}`,
      owner: { login: 'acme' },
      archived: id === 101,
    });
    const first = Array.from({ length: 100 }, (_, index) => repository(index + 1));
    const path = 'GET /installation/repositories?per_page=100';
    github.on(`${path}&page=1`, { body: { total_count: 101, repositories: first } });
    github.on(`${path}&page=2`, { body: { total_count: 101, repositories: [repository(101)] } });
    const found = await all(listRepositories(github.client()));
    expect(found).toHaveLength(101);
    expect(found.at(-1)).toEqual({ id: 101, name: 'r101', owner: 'acme', archived: true });
  });
});
